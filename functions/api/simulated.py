"""From a simulated life to what people are told; loaded only when somebody simulates."""

from functions.api import answers
from functions.api.present import why_target
from shared.business_time.instant import format_instant
from shared.domain.life.life import Life
from shared.domain.life.picture import picture_of
from shared.domain.life.story import story_of
from shared.domain.life.svg import draw
from shared.workflows.simulate_case import Simulation

_DAY = 86_400
_MOST_DAYS = 10_000
"""Between all starts and targets together: listing the spans of more would take too long."""


def simulated(simulation: Simulation, *, picture: bool) -> answers.Simulated:
    """Tell the outcome, its reasons, the story, and what publishing would say."""
    life = simulation.life
    return answers.Simulated(
        expect=answers.Expectation.model_validate(life.expectation()),
        why=_reasons(life),
        story=[
            answers.StoryLine(
                at=format_instant(line.at), kind=line.kind, about=line.about, text=line.words
            )
            for line in story_of(life)
        ],
        warnings=[
            answers.Doubt(pointer=fault.pointer, detail=fault.message, code=fault.code)
            for fault in simulation.doubts
        ],
        zone=life.zone,
        svg=draw(picture_of(life)) if picture else None,
    )


def _reasons(life: Life) -> list[answers.WhyTarget | None]:
    days = sum((known.target - known.start) // _DAY for known in life.milestones)
    if days > _MOST_DAYS:
        return [None] * len(life.milestones)
    reasons = [life.why(known) for known in life.milestones]
    return [why_target(reason) if reason else None for reason in reasons]
