"""A record's history written as a scenario, which the engine replays to the same facts (Q5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.history import HistoryEntry
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.processes_in import pin_in, pins_in
from shared.domain.told_calendars import ToldCalendars
from shared.errors import IllegalMove, Misconfigured


def scenario_of(
    file: CaseFile, history: Sequence[HistoryEntry], policies: Policies, until: Instant
) -> dict[str, Any]:
    """Write the scenario; `until` is exclusive. Raises IllegalMove for one that never had a process.

    `policies.left` holds every process that the record ran on before.
    """
    pins = pins_in(history) or ((file.process,) if file.process else ())
    if not pins:
        raise IllegalMove(f"{file.number} runs on no process: there is nothing to replay.")
    told = _Told(file, history, policies, pins[0])
    return {
        "id": file.number,
        "rules": ["Q5"],
        "calendars": told.calendars.forms(),
        "process": _form(pins[0], file, policies),
        **told.others(),
        "org_hours": told.source.origin.get("org_hours") or file.org_hours,
        "closed_statuses": sorted(policies.closed_statuses),
        **({"max_pause": f"{policies.max_pause // 60}m"} if policies.max_pause else {}),
        **({} if policies.zone == DEFAULT_ZONE else {"zone": policies.zone}),
        "record": told.record(),
        "events": [
            {**event, **told.calendars.of_event(entry)}
            for entry in history[1:]
            if (event := _event(entry)) is not None
        ],
        "until": format_instant(until),
    }


def _form(pin: Pin, file: CaseFile, policies: Policies) -> dict[str, Any]:
    process = policies.process if pin == file.process else policies.left.get(pin)
    if process is None:
        raise Misconfigured(f"{pin.name}, version {pin.version}, is not at hand.")
    return {**process.to_mapping(), "version": pin.version}


def _word_of(pin: Pin) -> str:
    return f"{pin.name} {pin.version}"


class _Told:
    """What the parts of one scenario share: the first entry, and that by which a process came."""

    def __init__(
        self, file: CaseFile, history: Sequence[HistoryEntry], policies: Policies, first_pin: Pin
    ) -> None:
        self._file, self._history, self._policies = file, history, policies
        self._applied_later = next((e for e in history[1:] if e.change.apply_process), None)
        came_later = any(e.change.apply_process or e.change.switch for e in history[1:])
        self.born_with_it = pin_in(history[0]) == first_pin or not came_later
        self.source = history[0] if self.born_with_it else self._applied_later or history[0]
        self.calendars = ToldCalendars(file, history, policies)

    def others(self) -> dict[str, Any]:
        """The processes that it went over to, if there are any."""
        pins = {entry.change.switch.process for entry in self._history if entry.change.switch}
        known = sorted((pin for pin in pins if pin is not None), key=_word_of)
        forms = {_word_of(pin): _form(pin, self._file, self._policies) for pin in known}
        return {"processes": forms} if forms else {}

    def record(self) -> dict[str, Any]:
        file, first = self._file, self._history[0]
        record: dict[str, Any] = {
            "type": file.record_type,
            "created_at": format_instant(file.created_at),
            "business_hours": file.business_hours,
            "entitlement_hours": self.source.origin.get("entitlement_hours"),
            "process_applied": self.born_with_it,
            "fields": dict(first.values or {}),
        }
        if first.change.record_events:
            record["event"] = list(first.change.record_events)
        return {**record, **self.calendars.of_record(self._applied_later)}


def _event(entry: HistoryEntry) -> dict[str, Any] | None:
    """A wake is no event: timers are derived, whenever somebody woke them."""
    if entry.change == Change():
        return None
    return {"at": format_instant(entry.at), **dict(_parts(entry.change)), **_switch(entry)}


def _switch(entry: HistoryEntry) -> dict[str, Any]:
    said = entry.change.switch
    if said is None:
        return {}
    told: dict[str, Any] = {"process": _word_of(said.process) if said.process else None}
    if said.fire_past:
        told["fire_past"] = True
    hours = {name: entry.origin.get(name) for name in ("entitlement_hours", "org_hours")}
    return {**told, **{name: value for name, value in hours.items() if value}}


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
