"""The life of one case from its creation to an instant: all that an observer could have noted."""

from dataclasses import dataclass
from typing import Any

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import FiredAction, Milestep, MilestoneFacts, RollUp
from shared.domain.engine import Explanation, roll_up
from shared.domain.engine.explanation import explain_facts
from shared.domain.life.expectation import expectation_of, in_order
from shared.domain.policies import Policies
from shared.domain.scenario_document import Scenario, ScenarioEvent


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that the state of the record forbade; it changed nothing."""

    at: Instant
    why: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One decision that left a trace: the event that asked for it, or None for a timer."""

    at: Instant
    event: ScenarioEvent | None
    steps: tuple[Milestep, ...]
    fired: tuple[FiredAction, ...]
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """`file` is the record at the end; `milestones` are all occurrences, by start and item."""

    scenario: Scenario
    policies: Policies
    file: CaseFile
    milestones: tuple[MilestoneFacts, ...]
    happenings: tuple[Happening, ...]

    @property
    def until(self) -> Instant:
        """The end, exclusive: what is due at it has not happened yet."""
        return self.scenario.until

    @property
    def fired(self) -> tuple[FiredAction, ...]:
        """Every action that fired or was skipped: by instant, item, occurrence and position."""
        every = (action for happening in self.happenings for action in happening.fired)
        return in_order(every)

    @property
    def steps(self) -> tuple[Milestep, ...]:
        """Everything that the engine did, in its order."""
        return tuple(step for happening in self.happenings for step in happening.steps)

    @property
    def refused(self) -> tuple[RefusedEvent, ...]:
        """Events that were not allowed."""
        return tuple(RefusedEvent(h.at, h.refused) for h in self.happenings if h.refused)

    @property
    def zone(self) -> str:
        """The zone in which people read it: of the calendar that most milestones count in."""
        calendars = self.policies.calendars
        named = [m.calendar for m in self.milestones if m.calendar != ALWAYS_OPEN.name]
        named = named or [name for name in sorted(calendars) if name != ALWAYS_OPEN.name]
        name = max(named, key=named.count, default=ALWAYS_OPEN.name)
        return calendars[name].calendar.zone

    @property
    def roll_up(self) -> RollUp:
        """How the record stands at the end (M9)."""
        return roll_up(self.file)

    def why(self, known: MilestoneFacts) -> Explanation | None:
        """Why the target of an occurrence is what it is (M17)."""
        return explain_facts(known, self.file, self.policies)

    def expectation(self) -> dict[str, Any]:
        """The `expect` object of the file format."""
        told = expectation_of(self.file, self.milestones, self.fired)
        if self.refused:
            told["errors"] = [
                {"at": format_instant(one.at), "error": one.why} for one in self.refused
            ]
        return told
