"""A life told line by line, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from shared.business_time.duration import format_duration
from shared.business_time.instant import Instant
from shared.domain.decision import Milestep, MilestoneFacts
from shared.domain.life.axis import said
from shared.domain.life.life import Happening, Life
from shared.domain.life.words import name_of, words_of_action, words_of_event
from shared.domain.timeline import words_of_step

LineKind: TypeAlias = Literal[
    "record", "refused", "start", "pause", "warning", "skipped", "action", "violated",
    "completed", "ended",
]  # fmt: skip

_KINDS: dict[str, LineKind] = {
    "entered": "record",
    "exited": "record",
    "reopened": "record",
    "switched": "record",
    "completed": "completed",
    "violated": "violated",
    "cancelled": "ended",
    "waived": "ended",
    "paused": "pause",
    "resumed": "pause",
}

BECAUSE = {
    "milestone": "named by the milestone",
    "process": "named by the process",
    "record": "named by the record",
    "entitlement": "named by the entitlement",
    "org": "the organisation's own",
}
"""Why a calendar counts (C9)."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened; `about` names an occurrence, and is empty for the record itself."""

    at: Instant
    kind: LineKind
    about: str
    words: str


def story_of(life: Life) -> tuple[StoryLine, ...]:
    """Everything that happened; instants inside the words are on the clock of the life's zone."""
    return tuple(_Teller(life).lines())


class _Teller:
    """Knows the facts while the story is told."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._say = partial(said, life.zone, since=life.scenario.record.created_at)
        self._known = {(m.milestone, m.occurrence): m for m in life.milestones}

    def lines(self) -> Iterator[StoryLine]:
        record = self._life.scenario.record
        events = "".join(f", {name.replace('_', ' ')}" for name in record.event)
        fields = ", ".join(f"{name} = {value}" for name, value in record.fields.items())
        words = f"created{events}" + (f" ({fields})" if fields else "")
        yield StoryLine(record.created_at, "record", "", words)
        for happening in self._life.happenings:
            yield from self._of(happening)

    def _of(self, happening: Happening) -> Iterator[StoryLine]:
        if happening.event is not None:
            words = words_of_event(happening.event)
            yield StoryLine(happening.at, "record", "", words)
        if happening.refused is not None:
            yield StoryLine(happening.at, "refused", "", f"refused: {happening.refused}")
        for step in happening.steps:
            yield self._of_step(step)
        for action in happening.fired:
            kind: LineKind = "warning" if action.on == "warning" else "action"
            kind = "skipped" if action.result == "skipped" else kind
            about = name_of(action.milestone, action.occurrence)
            yield StoryLine(action.at, kind, about, words_of_action(action))

    def _of_step(self, step: Milestep) -> StoryLine:
        about = name_of(step.milestone, step.occurrence or 1) if step.milestone else ""
        return StoryLine(step.at, _KINDS.get(step.what, "start"), about, self._words(step))

    def _words(self, step: Milestep) -> str:
        known = self._known.get((step.milestone or "", step.occurrence or 0))
        target = self._say(step.target) if step.target is not None else ""
        if step.what == "created" and known is not None:
            return f"starts, target {target}: {_why(known)}{self._earlier(known, step.at)}"
        if step.what == "target_moved":
            return f"target moves to {target}"
        if step.what == "entered" and self._life.file.sla.entered not in (None, step.at):
            return f"{words_of_step(step)}, which counts from {self._say(self._life.file.sla.entered or 0)}"
        return words_of_step(step)

    def _earlier(self, known: MilestoneFacts, at: Instant) -> str:
        return "" if known.start == at else f", counting from {self._say(known.start)}"


def _why(known: MilestoneFacts) -> str:
    allowed = format_duration(known.allowed_seconds)
    return f"{allowed} in {known.calendar}, {BECAUSE[known.calendar_because]}"
