"""EventBridge as the bus: every committed change, for whatever a customer hangs on it."""

import json
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.aws import code_of
from shared.business_time.instant import to_datetime
from shared.domain.history import HistoryEntry
from shared.errors import Unavailable
from shared.names import EVENT_SOURCE

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

_AT_ONCE = 10
_LARGEST = 200_000
_BULKY = ("before", "after", "values", "origin", "steps", "fired")


class EventBus:
    """The Bus on EventBridge."""

    def __init__(self, events: "EventBridgeClient", bus: str) -> None:
        self._events = events
        self._bus = bus

    def publish(self, entries: Sequence[HistoryEntry]) -> tuple[int, ...]:
        """Publish by tens; answers the positions that were not taken; raises Unavailable."""
        failed: list[int] = []
        numbered = iter(enumerate(entries))
        while batch := list(islice(numbered, _AT_ONCE)):
            failed += self._put(batch)
        return tuple(failed)

    def _put(self, batch: Sequence[tuple[int, HistoryEntry]]) -> list[int]:
        try:
            answer = self._events.put_events(
                Entries=[
                    {
                        "Source": EVENT_SOURCE,
                        "DetailType": f"record {entry.verb}",
                        "Detail": detail_of(entry),
                        "EventBusName": self._bus,
                        "Time": to_datetime(entry.at),
                    }
                    for _, entry in batch
                ]
            )
        except ClientError as error:
            raise Unavailable(f"publish events: {code_of(error)}") from error
        except BotoCoreError as error:
            raise Unavailable(f"publish events: {type(error).__name__}") from error
        return [
            position
            for (position, _), result in zip(batch, answer["Entries"], strict=True)
            if result.get("ErrorCode")
        ]


def detail_of(entry: HistoryEntry) -> str:
    """The entry as JSON; one too large for the bus says `cut` and leaves its bulk in the table."""
    detail: dict[str, Any] = entry.model_dump(mode="json", exclude_defaults=True)
    written = json.dumps(detail)
    if len(written.encode()) <= _LARGEST:
        return written
    slim = {name: value for name, value in detail.items() if name not in _BULKY}
    slim.pop("change", None)
    return json.dumps({**slim, "cut": True})
