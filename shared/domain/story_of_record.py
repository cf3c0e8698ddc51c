"""A record's history written as a scenario, which the engine replays to the same facts (Q5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.history import HistoryEntry
from shared.domain.policies import Policies
from shared.domain.told_calendars import ToldCalendars
from shared.errors import IllegalMove


def scenario_of(
    file: CaseFile, history: Sequence[HistoryEntry], policies: Policies, until: Instant
) -> dict[str, Any]:
    """Write the scenario; `until` is exclusive. Raises IllegalMove for a record without a process."""
    if policies.process is None:
        raise IllegalMove(f"{file.number} runs on no process: there is nothing to replay.")
    first = history[0]
    calendars = ToldCalendars(file, history, policies)
    applied_later = next((e for e in history[1:] if e.change.apply_process), None)
    return {
        "id": file.number,
        "rules": ["Q5"],
        "calendars": calendars.forms(),
        "process": policies.process.to_mapping(),
        "org_hours": (applied_later or first).origin.get("org_hours") or file.org_hours,
        "closed_statuses": sorted(policies.closed_statuses),
        **({"max_pause": f"{policies.max_pause // 60}m"} if policies.max_pause else {}),
        **({} if policies.zone == DEFAULT_ZONE else {"zone": policies.zone}),
        "record": {
            **_record(file, first, applied=applied_later is None),
            **calendars.of_record(applied_later),
        },
        "events": [
            {**event, **calendars.of_event(entry)}
            for entry in history[1:]
            if (event := _event(entry)) is not None
        ],
        "until": format_instant(until),
    }


def _record(file: CaseFile, first: HistoryEntry, *, applied: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "type": file.record_type,
        "created_at": format_instant(file.created_at),
        "business_hours": file.business_hours,
        "entitlement_hours": file.entitlement_hours,
        "process_applied": applied,
        "fields": dict(first.values or {}),
    }
    if first.change.record_events:
        record["event"] = list(first.change.record_events)
    return record


def _event(entry: HistoryEntry) -> dict[str, Any] | None:
    """A wake is no event: timers are derived, whenever somebody woke them."""
    if entry.change == Change():
        return None
    return {"at": format_instant(entry.at), **dict(_parts(entry.change))}


def _parts(change: Change) -> Iterator[tuple[str, Any]]:
    if change.set:
        yield "set", dict(change.set)
    if change.record_events:
        yield "event", list(change.record_events)
    yield from _named(change)
    if change.stop is not None:
        yield "stop", _stop(change.stop.model_dump(exclude_none=True))
    if change.resume:
        yield "stop", False
    for flag in ("apply_process", "force_close"):
        if getattr(change, flag):
            yield flag, True
    if change.entry_at is not None:
        yield "entry_at", format_instant(change.entry_at)


def _named(change: Change) -> Iterator[tuple[str, Any]]:
    for key in ("complete", "reopen_milestone", "waive", "waive_reason"):
        value = getattr(change, key)
        if value is not None:
            yield key, value
    if change.completed_at is not None:
        yield "completed_at", format_instant(change.completed_at)


def _stop(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: format_instant(value) if key == "until" else value for key, value in said.items()}
