"""Scenarios: a process, a record and its story, run to the end with punctual wakes."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.business_time import (
    ALWAYS_OPEN,
    Timetable,
    format_instant,
    timetable,
)
from shared.domain.case_file import CaseFile
from shared.domain.life.life import Life
from shared.domain.life.play import MOST_DECISIONS, play
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.scenario_calendars import (
    form_faults,
    pins_of_record,
    read_history,
    revision_faults,
    versions_of,
)
from shared.domain.scenario_document import Scenario, read_scenario
from shared.domain.scenario_processes import OtherProcesses, doubled, pin_of, process_faults
from shared.errors import Fault, Refused


def run_scenario(document: Mapping[str, Any]) -> dict[str, Any]:
    """The `expect` object of a scenario; raises Refused with every fault of the document."""
    return live(document).expectation()


def live(document: Mapping[str, Any]) -> Life:
    """The whole life of a scenario's record; raises Refused with every fault of the document."""
    faults = [
        *_form_faults(document),
        *_process_faults(document),
        *process_faults(document),
        *_calendar_faults(document),
    ]
    if faults:
        raise Refused("The scenario cannot be run.", faults=tuple(faults))
    return live_scenario(read_scenario(document))


def live_scenario(scenario: Scenario, *, most: int = MOST_DECISIONS) -> Life:
    """The same for a scenario that was read already; `most` bounds the decisions that it takes."""
    process = EntitlementProcess.parse(scenario.process)
    others = OtherProcesses.of(scenario)
    tables = _tables(scenario, process, others)
    policies = Policies(
        process=process,
        calendars=tables,
        closed_statuses=frozenset(status.casefold() for status in scenario.closed_statuses),
        versions=versions_of(scenario),
        zone=scenario.zone,
        max_pause=scenario.max_pause,
    )
    return play(scenario, policies, new_file(scenario, policies), most=most, others=others)


def read_parts(
    document: Mapping[str, Any],
) -> tuple[EntitlementProcess, dict[str, Timetable]]:
    """The process and the calendars of a document, compiled; raises Refused with every fault."""
    faults = [*_process_faults(document), *_calendar_faults(document)]
    if faults:
        raise Refused("The scenario cannot be run.", faults=tuple(faults))
    return EntitlementProcess.parse(document["process"]), {
        name: timetable(read_history(name, form))
        for name, form in document.get("calendars", {}).items()
    }


def _form_faults(document: Mapping[str, Any]) -> Sequence[Fault]:
    try:
        read_scenario(document)
    except Refused as refused:
        return refused.faults
    return ()


def _process_faults(document: Mapping[str, Any]) -> Sequence[Fault]:
    process = document.get("process")
    if not isinstance(process, Mapping):
        return ()
    try:
        EntitlementProcess.parse(process)
    except Refused as refused:
        return [
            Fault(".".join(part for part in ("process", f.pointer) if part), f.message, f.code)
            for f in refused.faults
        ]
    return ()


def _calendar_faults(document: Mapping[str, Any]) -> Sequence[Fault]:
    calendars = document.get("calendars")
    faults: list[Fault] = []
    for name, mapping in calendars.items() if isinstance(calendars, Mapping) else ():
        if isinstance(mapping, Mapping | list):
            faults += form_faults(str(name), mapping)
    return faults


def _tables(
    scenario: Scenario, process: EntitlementProcess, others: OtherProcesses
) -> dict[str, Timetable]:
    tables = {
        ALWAYS_OPEN.name: timetable(ALWAYS_OPEN),
        **{name: timetable(read_history(name, form)) for name, form in scenario.calendars.items()},
    }
    named: Sequence[str | None] = (
        *sorted(process.calendar_names()),
        *(name for other in others.known.values() for name in sorted(other.calendar_names())),
        scenario.record.business_hours,
        scenario.record.entitlement_hours,
        scenario.org_hours,
        *(name for event in scenario.events for name in (event.entitlement_hours, event.org_hours)),
    )
    faults = tuple(
        Fault("calendars", f"there is no calendar '{name}'", "unknown")
        for name in dict.fromkeys(named)
        if name and name not in tables
    )
    faults = (*faults, *revision_faults(scenario), *doubled(scenario, process, others))
    if faults:
        raise Refused("The scenario cannot be run.", faults=faults)
    return tables


def new_file(scenario: Scenario, policies: Policies) -> CaseFile:
    """The record before anything has happened to it."""
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
        calendars=pins_of_record(scenario),
        process=pin_of(process) if process else None,
    )
