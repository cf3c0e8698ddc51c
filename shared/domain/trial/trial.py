"""One process tried on past cases: each is led through its life, and what came of it is counted."""

from collections.abc import Iterable
from heapq import nlargest
from typing import Any

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.compliance import assess, period
from shared.domain.decision import MilestoneFacts
from shared.domain.life.life import Life
from shared.domain.life.play import play
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.reasons import reasons_in_words
from shared.domain.scenario_document import Scenario, ScenarioEvent, ScenarioRecord
from shared.domain.trial.past_case import PastCase
from shared.domain.trial.result import Tally, TrialResult, Worst
from shared.domain.value import Value
from shared.errors import Refused

_CLOSED = "Closed"
_MOST_DECISIONS = 5_000
_RECORD = ScenarioRecord(created_at=0)
_SCENARIO = Scenario(process={}, record=_RECORD, until=1)


class Trial:
    """A process with its calendars, at the instant until which open cases have lived."""

    def __init__(self, policies: Policies, *, until: Instant, zone: str, worst: int = 10) -> None:
        self._policies = policies
        self._until = until
        self._zone = zone
        self._worst = worst

    def of(self, cases: Iterable[PastCase]) -> TrialResult:
        """Met and missed by month and milestone, and the worst, of these cases."""
        tally = Tally()
        worst: list[tuple[int, PastCase, MilestoneFacts, Life]] = []
        failed: list[tuple[int, str]] = []
        for case in cases:
            try:
                life = self.life(case)
            except Refused as refused:
                failed.append((case.line, _words(refused)))
                continue
            for facts in life.milestones:
                assessed = assess(facts, life.until)
                tally.add(period(facts, self._zone), facts, assessed)
                if assessed.verdict == "missed":
                    worst.append((_late_by(facts), case, facts, life))
            worst = nlargest(self._worst, worst, key=lambda one: (one[0], -one[1].line))
        return TrialResult(
            rows=tally.rows(),
            worst=tuple(_told(*one) for one in worst),
            failed=tuple(failed),
        )

    def life(self, case: PastCase) -> Life:
        """The life that the case would have had under the process."""
        until = self._until if case.closed is None else case.closed + 1
        scenario = _SCENARIO.model_copy(
            update={
                "id": case.id,
                "record": _RECORD.model_copy(
                    update={"created_at": case.created, "fields": case.fields}
                ),
                "events": tuple(_events(case)),
                "until": max(until, case.created + 1),
            }
        )
        return play(scenario, self._policies, self._file(case), most=_MOST_DECISIONS)

    def _file(self, case: PastCase) -> CaseFile:
        process = self._policies.process
        created = format_instant(case.created)
        fields: dict[str, Value] = {"status": "New", "created_at": created, "origin": "import"}
        fields |= {name: value for name, value in case.fields.items() if value is not None}
        return CaseFile(
            number=case.id,
            record_type="case",
            origin="api",
            created_at=case.created,
            changed_at=case.created,
            fields=fields,
            org_hours=ALWAYS_OPEN.name,
            process=Pin(name=process.name, version=process.version or 1) if process else None,
        )


def _events(case: PastCase) -> Iterable[ScenarioEvent]:
    if case.first_reply is not None:
        changed: dict[str, Any] = {"last_message_by": "agent"}
        yield ScenarioEvent(
            at=case.first_reply, set=changed, event=("first_public_reply", "public_reply")
        )
    if case.closed is not None:
        status = case.status or _CLOSED
        yield ScenarioEvent(at=case.closed, set={"status": status}, event=("closed",))


def _late_by(facts: MilestoneFacts) -> int:
    """Business seconds beyond the allowed time."""
    return facts.actual_elapsed_seconds - facts.allowed_seconds


def _told(late_by: int, case: PastCase, facts: MilestoneFacts, life: Life) -> Worst:
    why = life.why(facts)
    return Worst(
        line=case.line,
        id=case.id,
        customer=case.customer,
        milestone=facts.milestone,
        start=facts.start,
        target=facts.target,
        completed_at=facts.completed_at,
        outcome=facts.outcome,
        allowed_seconds=facts.allowed_seconds,
        late_by_seconds=late_by,
        calendar=facts.calendar,
        calendar_because=facts.calendar_because,
        in_between=reasons_in_words(why) if why else "",
    )


def _words(refused: Refused) -> str:
    return "; ".join(fault.message for fault in refused.faults) or refused.message
