"""Scenarios: a process, a record and its story, run to the end with punctual wakes."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    CalendarRefused,
    Instant,
    Timetable,
    format_instant,
    timetable,
)
from shared.domain.case_file import CaseFile, Pin
from shared.domain.change import Change
from shared.domain.decision import Decision, FiredAction, MilestoneFacts
from shared.domain.engine.decide import decide, next_instant
from shared.domain.engine.facts import facts, roll_up
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.scenario_document import Scenario, ScenarioEvent, read_scenario
from shared.errors import Fault, Refused

MOST_WAKES = 100_000


def run_scenario(document: Mapping[str, Any]) -> dict[str, Any]:
    """The `expect` object of a scenario; raises Refused with every fault of the document."""
    scenario = read_scenario(document)
    process = EntitlementProcess.parse(scenario.process)
    policies = Policies(
        process=process,
        calendars=_tables(scenario, process),
        closed_statuses=frozenset(status.casefold() for status in scenario.closed_statuses),
    )
    return _Play(scenario, policies).outcome()


class _Play:
    """One run through a scenario."""

    def __init__(self, scenario: Scenario, policies: Policies) -> None:
        self._scenario = scenario
        self._policies = policies
        self._past: list[MilestoneFacts] = []
        self._fired: list[FiredAction] = []
        self._errors: list[dict[str, str]] = []
        self._file = _new_file(scenario, policies)

    def outcome(self) -> dict[str, Any]:
        record = self._scenario.record
        created = Change(created=True, entry_at=record.entry_at, record_events=record.event)
        if record.process_applied:
            self._take(decide(self._file, self._policies, created, record.created_at))
        for event in self._scenario.events:
            if event.at >= self._scenario.until:
                break
            self._wake_until(event.at)
            self._happen(event)
        self._wake_until(self._scenario.until)
        return self._expectation()

    def _happen(self, event: ScenarioEvent) -> None:
        try:
            self._take(decide(self._file, self._policies, event.change(), event.at))
        except Refused as refused:
            self._errors.append({"at": format_instant(event.at), "error": refused.message})

    def _wake_until(self, until: Instant) -> None:
        for _ in range(MOST_WAKES):
            due = next_instant(self._file, self._policies)
            if due is None or due >= until:
                return
            self._take(decide(self._file, self._policies, Change(), due))

    def _take(self, decision: Decision) -> None:
        self._file = decision.file
        self._past.extend(decision.past)
        self._fired.extend(decision.fired)

    def _expectation(self) -> dict[str, Any]:
        sla = self._file.sla
        known = (*self._past, *facts(self._file, self._policies, self._scenario.until))
        rows = sorted(known, key=lambda m: (m.start, m.item, m.occurrence))
        fired = sorted(self._fired, key=lambda a: (a.at, a.item, a.occurrence, a.position))
        expectation: dict[str, Any] = {
            "sla_start": _written(sla.entered),
            "sla_exit": _written(sla.exited),
            "roll_up": roll_up(self._file),
            "milestones": [_row(m) for m in rows],
            "actions": [
                {
                    "milestone": action.milestone,
                    "occurrence": action.occurrence,
                    "action": action.action,
                    "at": format_instant(action.at),
                    "result": action.result,
                }
                for action in fired
            ],
        }
        if self._errors:
            expectation["errors"] = self._errors
        return expectation


def _tables(scenario: Scenario, process: EntitlementProcess) -> dict[str, Timetable]:
    tables = {ALWAYS_OPEN.name: timetable(ALWAYS_OPEN)}
    faults: list[Fault] = []
    for name, mapping in scenario.calendars.items():
        try:
            tables[name] = timetable(Calendar.from_mapping(name, mapping))
        except CalendarRefused as refused:
            faults += [Fault(f"calendars.{name}.{f.path}", f.message) for f in refused.faults]
    named: Sequence[str | None] = (
        *sorted(process.calendar_names()),
        scenario.record.business_hours,
        scenario.record.entitlement_hours,
        scenario.org_hours,
    )
    faults += [
        Fault("calendars", f"there is no calendar '{name}'", "unknown")
        for name in dict.fromkeys(named)
        if name and name not in tables and name not in scenario.calendars
    ]
    if faults:
        raise Refused("The scenario cannot be run.", faults=tuple(faults))
    return tables


def _new_file(scenario: Scenario, policies: Policies) -> CaseFile:
    record = scenario.record
    process = policies.process
    return CaseFile(
        number=scenario.id,
        record_type=record.type,
        origin="api",
        created_at=record.created_at,
        changed_at=record.created_at,
        fields={
            "created_at": format_instant(record.created_at),
            **{name: value for name, value in record.fields.items() if value is not None},
        },
        business_hours=record.business_hours,
        entitlement_hours=record.entitlement_hours,
        org_hours=scenario.org_hours,
        process=Pin(name=process.name, version=process.version or 1) if process else None,
    )


def _row(m: MilestoneFacts) -> dict[str, Any]:
    return {
        "milestone": m.milestone,
        "occurrence": m.occurrence,
        "item": m.item,
        "start": format_instant(m.start),
        "target": format_instant(m.target),
        "outcome": m.outcome,
        "violated": m.violated,
        "violated_at": _written(m.violated_at),
        "completed_at": _written(m.completed_at),
        "elapsed_seconds": m.elapsed_seconds,
        "stopped_seconds": m.stopped_seconds,
    }


def _written(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)
