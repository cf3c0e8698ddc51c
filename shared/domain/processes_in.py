"""The processes that a record has run on, read from its history (P3, R9)."""

from collections.abc import Sequence

from shared.domain.history import HistoryEntry
from shared.domain.pin import Pin


def pin_in(entry: HistoryEntry) -> Pin | None:
    """The process that an entry put the record on; None if it put it on none."""
    if entry.change.switch is not None:
        return entry.change.switch.process
    name, version = entry.origin.get("process"), entry.origin.get("version")
    if isinstance(name, str) and isinstance(version, int):
        return Pin(name=name, version=version)
    return None


def pins_in(history: Sequence[HistoryEntry]) -> tuple[Pin, ...]:
    """Every version of a process that the record has run on, in the order of time."""
    return tuple(dict.fromkeys(pin for entry in history if (pin := pin_in(entry)) is not None))
