"""The event bus in memory."""

import json
from collections.abc import Sequence
from typing import Any

from shared.adapters.bus import announcement_detail, detail_of, event_detail
from shared.domain.announcement import Announcement
from shared.domain.history import HistoryEntry
from shared.errors import Unavailable


class MemoryBus:
    """The Bus of tests; `refuse` holds positions that the next publish does not take.

    `raised` are the events of actions, by name with their detail.
    """

    def __init__(self) -> None:
        self.published: list[HistoryEntry] = []
        self.details: list[dict[str, Any]] = []
        self.raised: list[tuple[str, dict[str, Any]]] = []
        self.refuse: frozenset[int] = frozenset()
        self.is_broken = False

    def announce(self, announcements: Sequence[Announcement]) -> None:
        if self.is_broken:
            raise Unavailable("publish events: broken")
        self.raised += [(one.name, json.loads(announcement_detail(one))) for one in announcements]

    def publish(self, entries: Sequence[HistoryEntry]) -> tuple[int, ...]:
        if self.is_broken:
            return tuple(range(len(entries)))
        refused, self.refuse = self.refuse, frozenset()
        for position, entry in enumerate(entries):
            if position not in refused:
                self.published.append(entry)
                self.details.append(json.loads(detail_of(entry)))
                self.raised += [
                    (event.name, json.loads(event_detail(event, entry))) for event in entry.events
                ]
        return tuple(sorted(position for position in refused if position < len(entries)))
