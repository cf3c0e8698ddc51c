"""EventBridge as the bus: every committed change, and every event that an action raised."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.adapters.aws import telling
from shared.business_time.instant import Instant, to_datetime
from shared.domain.bus_event import BusEvent
from shared.domain.history import HistoryEntry
from shared.errors import Unavailable
from shared.names import EVENT_SOURCE

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

    from shared.domain.announcement import Announcement

_AT_ONCE = 10
_MOST_BYTES = 240_000
"""The bus takes 256 KB in one call, all entries together, with their sources and types."""

_BULKY = ("steps", "fired", "events", "values", "after", "before", "origin", "change")


@dataclass(frozen=True, slots=True)
class _Letter:
    """One entry for the bus, and the position of the history entry that it comes from."""

    position: int
    kind: str
    at: Instant
    detail: str


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
                failed += [letter.position for letter in batch]
        return tuple(sorted(set(failed)))

    def announce(self, announcements: "Sequence[Announcement]") -> None:
        """Publish events that belong to no record; raises Unavailable if any was not taken."""
        letters = [
            _Letter(place, f"event {one.name}", one.at, announcement_detail(one))
            for place, one in enumerate(announcements)
        ]
        if self._put(letters):
            raise Unavailable("publish events: the bus did not take one")

    def _put(self, batch: Sequence[_Letter]) -> list[int]:
        with telling("publish events"):
            answer = self._events.put_events(
                Entries=[
                    {
                        "Source": EVENT_SOURCE,
                        "DetailType": letter.kind,
                        "Detail": letter.detail,
                        "EventBusName": self._bus,
                        "Time": to_datetime(letter.at),
                    }
                    for letter in batch
                ]
            )
        results = zip(batch, answer["Entries"], strict=True)
        return [letter.position for letter, result in results if result.get("ErrorCode")]


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


def event_detail(event: BusEvent, entry: HistoryEntry) -> str:
    """An event that an action raised as JSON, with the record and the revision that it came with."""
    told = event.model_dump(mode="json", exclude_none=True)
    return json.dumps(
        {"number": entry.number, "revision": entry.revision, **told}, ensure_ascii=False
    )


def announcement_detail(announcement: "Announcement") -> str:
    """An event that belongs to no record as JSON."""
    return json.dumps(announcement.model_dump(mode="json"), ensure_ascii=False)


def _letters(entries: Sequence[HistoryEntry]) -> Iterator[_Letter]:
    for position, entry in enumerate(entries):
        yield _Letter(position, f"record {entry.verb}", entry.at, detail_of(entry))
        for event in entry.events:
            kind = f"event {event.name}"
            yield _Letter(position, kind, event.at, event_detail(event, entry))


def _batches(entries: Sequence[HistoryEntry]) -> Iterator[list[_Letter]]:
    batch: list[_Letter] = []
    size = 0
    for letter in _letters(entries):
        weight = len(letter.detail.encode())
        if batch and (len(batch) == _AT_ONCE or size + weight > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(letter)
        size += weight
    if batch:
        yield batch
