"""Calendars of a scenario that were revised while its record lived (C7)."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from shared.business_time.faults import CalendarRefused
from shared.business_time.history import FROM, CalendarHistory
from shared.business_time.instant import Instant, parse_instant
from shared.business_time.timetable import Timetable, timetable
from shared.domain.scenario_document import Scenario, ScenarioEvent
from shared.errors import Fault

SAVED = "saved_at"

Form: TypeAlias = Mapping[str, Any] | list[dict[str, Any]]


def read_history(name: str, form: Form) -> CalendarHistory:
    """One calendar, or the list of its revisions in the order of their saving."""
    return CalendarHistory.from_mapping(name, _without_saving(form))


def form_faults(name: str, form: Form) -> list[Fault]:
    """Everything that is wrong with it, at its path in the scenario."""
    faults = [
        Fault(f"calendars.{name}[{place}].{SAVED}", str(fault))
        for place, fault in _unreadable_savings(form)
    ]
    try:
        read_history(name, form)
    except CalendarRefused as refused:
        faults += [
            Fault(f"calendars.{name}{'' if f.path.startswith('[') else '.'}{f.path}", f.message)
            for f in refused.faults
        ]
    return faults


def versions_of(scenario: Scenario) -> dict[tuple[str, int], Timetable]:
    """Each revision of each calendar that has several, as the history was once it was saved."""
    return {
        (name, count): timetable(read_history(name, form[:count]))
        for name, form in _revised(scenario)
        for count in range(1, len(form) + 1)
    }


def revision_faults(scenario: Scenario) -> list[Fault]:
    """Revisions that are named and do not exist."""
    counts = {name: len(form) for name, form in _revised(scenario)}
    given = [("record.calendar_revisions", scenario.record.calendar_revisions)]
    given += [
        (f"events[{place}].recompute", event.recompute)
        for place, event in enumerate(scenario.events)
        if isinstance(event.recompute, dict)
    ]
    return [
        Fault(f"{path}.{name}", f"there is no revision {number} of a calendar '{name}'", "unknown")
        for path, pins in given
        for name, number in pins.items()
        if not 1 <= number <= counts.get(name, 0)
    ]


def pins_of_record(scenario: Scenario) -> dict[str, int]:
    """The revisions that the record runs on from its creation."""
    return {**_saved_by(scenario, scenario.record.created_at), **scenario.record.calendar_revisions}


def pins_of_event(
    scenario: Scenario, pinned: Mapping[str, int], event: ScenarioEvent
) -> dict[str, int] | None:
    """The revisions that an event moves the record to; None if it moves none."""
    if isinstance(event.recompute, dict):
        return {**pinned, **event.recompute}
    comes = event.apply_process or event.switches
    return _saved_by(scenario, event.at) if event.recompute or comes else None


def _saved_by(scenario: Scenario, at: Instant) -> dict[str, int]:
    return {
        name: max(
            (count for count, one in enumerate(form, start=1) if _saved(one) <= at), default=1
        )
        for name, form in _revised(scenario)
    }


def _saved(revision: Mapping[str, Any]) -> Instant:
    """A revision without either word was there from the beginning."""
    given = revision.get(SAVED) or revision.get(FROM)
    return parse_instant(given) if isinstance(given, str) else 0


def _revised(scenario: Scenario) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, form in scenario.calendars.items():
        if isinstance(form, list):
            yield name, form


def _without_saving(form: Form) -> Form:
    if isinstance(form, list):
        return [{key: value for key, value in one.items() if key != SAVED} for one in form]
    return form


def _unreadable_savings(form: Form) -> Iterator[tuple[int, ValueError]]:
    for place, one in enumerate(form if isinstance(form, list) else ()):
        try:
            if one.get(SAVED) is not None:
                parse_instant(str(one[SAVED]))
        except ValueError as fault:
            yield place, fault
