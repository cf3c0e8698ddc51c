"""One occurrence as a picture shows it: spans that counted or not, and marks at instants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.business_time.pauses import merged
from shared.domain.decision import FiredAction, Milestep, MilestoneFacts
from shared.domain.engine.explanation import without
from shared.domain.life.life import Life
from shared.domain.life.words import name_of, verdict_of, words_of_action
from shared.domain.milestone import Span

MarkKind: TypeAlias = Literal[
    "warning",
    "skipped",
    "action",
    "old target",
    "target",
    "violation",
    "completion",
    "late completion",
    "end",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of time on a lane, and what it says to whoever asks."""

    at: Instant
    kind: MarkKind
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`life` is from start to end; `counted` and `overdue` are open time before and after the target.

    `ahead` is the way from the end of the story to a target that still lies before it.
    """

    name: str
    milestone: str
    occurrence: int
    calendar: str
    tone: Literal["met", "missed", "open", "ended"]
    verdict: str
    target: Instant
    life: Span
    counted: tuple[Span, ...]
    overdue: tuple[Span, ...]
    pauses: tuple[Span, ...]
    ahead: Span | None
    marks: tuple[Mark, ...]


def lanes_of(life: Life) -> tuple[Lane, ...]:
    """One lane an occurrence; those of a type together, in the order of the process."""
    first_item: dict[str, int] = {}
    for known in sorted(life.milestones, key=lambda m: m.item):
        first_item.setdefault(known.milestone, known.item)
    ordered = sorted(life.milestones, key=lambda m: (first_item[m.milestone], m.occurrence))
    steps, fired = life.steps, life.fired
    return tuple(_lane(life, known, steps, fired) for known in ordered)


def _lane(
    life: Life, known: MilestoneFacts, steps: Sequence[Milestep], fired: Sequence[FiredAction]
) -> Lane:
    table = life.policies.table(known.calendar, known.calendar_version)
    end = max(known.start, known.completed_at or known.ended_at or life.until)
    begun = known.outcome != "scheduled"
    pauses = merged(known.pauses or ())
    on_time = (known.start, min(end, known.target))
    late = (max(known.start, known.target), end)
    return Lane(
        name=name_of(known.milestone, known.occurrence),
        milestone=known.milestone,
        occurrence=known.occurrence,
        calendar=known.calendar,
        tone=_tone(known),
        verdict=verdict_of(known),
        target=known.target,
        life=(known.start, end if begun else known.start),
        counted=tuple(without(table.open_spans(*on_time), pauses)) if begun else (),
        overdue=tuple(without(table.open_spans(*late), pauses)) if begun else (),
        pauses=tuple(pauses),
        ahead=(end if begun else known.start, known.target) if end < known.target else None,
        marks=tuple(_marks(known, steps, fired)),
    )


def _tone(known: MilestoneFacts) -> Literal["met", "missed", "open", "ended"]:
    if known.violated and not known.waived:
        return "missed"
    if known.outcome == "completed":
        return "met"
    return "open" if known.outcome in ("open", "scheduled") else "ended"


def _marks(
    known: MilestoneFacts, steps: Sequence[Milestep], fired: Sequence[FiredAction]
) -> Iterator[Mark]:
    yield from _old_targets(known, steps)
    yield Mark(known.target, "target", "target")
    for action in fired:
        if (action.milestone, action.occurrence) == (known.milestone, known.occurrence):
            yield Mark(action.at, _kind(action), words_of_action(action))
    if known.violated_at is not None:
        yield Mark(known.violated_at, "violation", "violated")
    if known.completed_at is not None:
        because = f" ({known.ended_because})" if known.ended_because else ""
        kind: MarkKind = "late completion" if known.violated else "completion"
        yield Mark(known.completed_at, kind, f"completed{because}")
    elif known.ended_at is not None:
        yield Mark(known.ended_at, "end", known.outcome)


def _old_targets(known: MilestoneFacts, steps: Sequence[Milestep]) -> Iterator[Mark]:
    mine = (
        step.target
        for step in steps
        if (step.milestone, step.occurrence) == (known.milestone, known.occurrence)
        and step.what in ("created", "target_moved")
    )
    for target in dict.fromkeys(mine):
        if target is not None and target != known.target:
            yield Mark(target, "old target", "earlier target, before it moved")


def _kind(action: FiredAction) -> MarkKind:
    if action.result == "skipped":
        return "skipped"
    return "warning" if action.on == "warning" else "action"
