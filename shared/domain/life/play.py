"""A record led through its life: its events and its timers, each at its own instant."""

from shared.business_time.faults import NotEnoughOpenTime
from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.decision import Decision, MilestoneFacts
from shared.domain.engine.decide import decide, next_instants
from shared.domain.engine.facts import facts
from shared.domain.engine.switching import Onto
from shared.domain.life.life import Happening, Life
from shared.domain.policies import Policies
from shared.domain.scenario_calendars import pins_of_event
from shared.domain.scenario_document import Scenario, ScenarioEvent
from shared.domain.scenario_processes import OtherProcesses
from shared.errors import Fault, IllegalMove, Refused

MOST_DECISIONS = 100_000
_AT_ONCE = 32
_NEAR = 12 * 3_600
"""A process that feeds itself cannot turn more often than once a minute meanwhile."""


def play(
    scenario: Scenario,
    policies: Policies,
    file: CaseFile,
    *,
    most: int = MOST_DECISIONS,
    others: OtherProcesses | None = None,
) -> Life:
    """Lead the record to `until`; raises Refused where that takes more than `most` decisions."""
    try:
        return _Play(scenario, policies, file, most, others or OtherProcesses()).whole()
    except NotEnoughOpenTime as starved:
        raise Refused(
            "The scenario cannot be run.",
            faults=(Fault("calendars", str(starved), "never_open"),),
        ) from starved


class _Play:
    """One run through a scenario; wakes are punctual."""

    def __init__(
        self,
        scenario: Scenario,
        policies: Policies,
        file: CaseFile,
        decisions_left: int,
        others: OtherProcesses,
    ) -> None:
        self._scenario = scenario
        self._policies = policies
        self._file = file
        self._left = decisions_left
        self._others = others
        self._past: list[MilestoneFacts] = []
        self._happenings: list[Happening] = []

    def whole(self) -> Life:
        record = self._scenario.record
        if record.process_applied:
            created = Change(created=True, entry_at=record.entry_at, record_events=record.event)
            self._take(self._decide(created, record.created_at), None)
        for event in self._scenario.events:
            if event.at >= self._scenario.until:
                break
            self._wake_until(event.at)
            self._happen(event)
        self._wake_until(self._scenario.until)
        known = (*self._past, *facts(self._file, self._policies, self._scenario.until))
        return Life(
            scenario=self._scenario,
            policies=self._policies,
            file=self._file,
            milestones=tuple(sorted(known, key=lambda m: (m.start, m.item, m.occurrence))),
            happenings=tuple(self._happenings),
        )

    def _happen(self, event: ScenarioEvent) -> None:
        pins = pins_of_event(self._scenario, self._file.calendars, event)
        change = event.change(pins, self._others.switch_of(event))
        onto = self._others.onto(event, self._file, self._policies, pins or {})
        try:
            self._take(self._decide(change, event.at, onto), event)
        except IllegalMove as refused:
            self._happenings.append(Happening(event.at, event, (), (), refused.message))
            return
        if onto is not None:
            self._policies = onto.policies

    def _wake_until(self, until: Instant) -> None:
        while (due := self._due_before(until)) is not None:
            self._take(self._decide(Change(), due), None)

    def _due_before(self, until: Instant) -> Instant | None:
        """The last of a few instants at which timers are due, since one wake may serve many (M14)."""
        due = [at for at in next_instants(self._file, self._policies, _AT_ONCE) if at < until]
        return max((at for at in due if at - due[0] <= _NEAR), default=None)

    def _decide(self, change: Change, at: Instant, onto: Onto | None = None) -> Decision:
        if self._left <= 0:
            raise _too_much(at)
        decision = decide(self._file, self._policies, change, at, onto=onto)
        self._left -= max(1, len(_instants(decision)))
        return decision

    def _take(self, decision: Decision, event: ScenarioEvent | None) -> None:
        self._file = decision.file
        self._past.extend(decision.past)
        instants = _instants(decision)
        for at in sorted(instants | ({decision.file.changed_at} if event else set())):
            self._happenings.append(
                Happening(
                    at,
                    event if at == decision.file.changed_at else None,
                    tuple(step for step in decision.steps if step.at == at),
                    tuple(one for one in decision.fired if one.at == at),
                )
            )


def _instants(decision: Decision) -> set[Instant]:
    return {step.at for step in decision.steps} | {one.at for one in decision.fired}


def _too_much(at: Instant) -> Refused:
    words = f"more happens until then than can be shown; at {format_instant(at)} it was too much"
    return Refused(
        "The scenario is too long for this process: choose an earlier end.",
        faults=(Fault("until", words, "too_long"),),
    )
