"""EventBridge as the bus: every committed change, for whatever a customer hangs on it."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.aws import telling
from shared.business_time.instant import to_datetime
from shared.domain.history import HistoryEntry
from shared.errors import Unavailable
from shared.names import EVENT_SOURCE

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

_AT_ONCE = 10
_MOST_BYTES = 240_000
"""The bus takes 256 KB in one call, all entries together, with their sources and types."""

_BULKY = ("steps", "fired", "values", "after", "before", "origin", "change")

Numbered = tuple[int, HistoryEntry, str]


class EventBus:
    """The Bus on EventBridge."""

    def __init__(self, events: "EventBridgeClient", bus: str) -> None:
        self._events = events
        self._bus = bus

    def publish(self, entries: Sequence[HistoryEntry]) -> tuple[int, ...]:
        """Publish; answers the positions that were not taken, all of them if the bus is silent."""
        failed: list[int] = []
        for batch in _batches(entries):
            try:
                failed += self._put(batch)
            except Unavailable:
                failed += [position for position, _, _ in batch]
        return tuple(failed)

    def _put(self, batch: Sequence[Numbered]) -> list[int]:
        with telling("publish events"):
            answer = self._events.put_events(
                Entries=[
                    {
                        "Source": EVENT_SOURCE,
                        "DetailType": f"record {entry.verb}",
                        "Detail": detail,
                        "EventBusName": self._bus,
                        "Time": to_datetime(entry.at),
                    }
                    for _, entry, detail in batch
                ]
            )
        results = zip(batch, answer["Entries"], strict=True)
        return [numbered[0] for numbered, result in results if result.get("ErrorCode")]


def detail_of(entry: HistoryEntry) -> str:
    """The entry as JSON; of one too large, `cut` names the keys that only the table has."""
    written = entry.model_dump_json(exclude_defaults=True)
    if len(written.encode()) <= _MOST_BYTES:
        return written
    detail: dict[str, Any] = entry.model_dump(mode="json", exclude_defaults=True)
    cut: list[str] = []
    for name in _BULKY:
        if detail.pop(name, None) is not None:
            cut.append(name)
        written = json.dumps({**detail, "cut": cut}, ensure_ascii=False)
        if len(written.encode()) <= _MOST_BYTES:
            break
    return written


def _batches(entries: Sequence[HistoryEntry]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    size = 0
    for position, entry in enumerate(entries):
        detail = detail_of(entry)
        weight = len(detail.encode())
        if batch and (len(batch) == _AT_ONCE or size + weight > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((position, entry, detail))
        size += weight
    if batch:
        yield batch
