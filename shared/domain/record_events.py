"""Record events that follow from a change of fields in the live system (M7, built in)."""

from shared.domain.case_file import CaseFile
from shared.domain.change import RecordEvent
from shared.domain.value import Fields, Value


def record_events_of(
    file: CaseFile, moved: Fields, closed_statuses: frozenset[str]
) -> tuple[RecordEvent, ...]:
    """Name what setting `moved` means: closed, reopened, owner_changed, assigned_to_person."""
    events: list[RecordEvent] = []
    if "status" in moved:
        was = _folded(file.fields.get("status")) in closed_statuses
        becomes = _folded(moved["status"]) in closed_statuses
        if becomes and not was:
            events.append("closed")
        if was and not becomes:
            events.append("reopened")
    if _changes(file, moved, "owner") or _changes(file, moved, "queue"):
        events.append("owner_changed")
        if moved.get("owner"):
            events.append("assigned_to_person")
    if _changes(file, moved, "escalated") and moved["escalated"] is True:
        events.append("escalated")
    return tuple(events)


def _changes(file: CaseFile, moved: Fields, name: str) -> bool:
    return name in moved and moved[name] != file.fields.get(name)


def _folded(value: Value) -> str:
    return "" if value is None else str(value).casefold()
