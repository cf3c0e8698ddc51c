"""A compiled calendar: adding and measuring business time in O(log n), whatever the span (C8)."""

from functools import lru_cache
from typing import Protocol

from shared.business_time.calendar import ALWAYS_OPEN, Calendar
from shared.business_time.closing import ClosedSpan
from shared.business_time.faults import NotEnoughOpenTime
from shared.business_time.history import CalendarHistory, Revision
from shared.business_time.hours import HORIZON_SECONDS
from shared.business_time.instant import Instant
from shared.business_time.open_table import OpenTable
from shared.business_time.opening import Span


class Timetable(Protocol):
    """What every compiled calendar answers; instants are epoch seconds, lengths are seconds."""

    @property
    def calendar(self) -> Calendar:
        """The hours that count in the end; its zone is the one to show instants in."""
        ...

    @property
    def history(self) -> CalendarHistory:
        """Every revision that was compiled (C7)."""
        ...

    def add(self, start: Instant, seconds: int) -> Instant:
        """Earliest (for a negative amount: latest) instant with that much open time between (C3).

        Raises NotEnoughOpenTime when twenty years hold less.
        """
        ...

    def elapsed(self, start: Instant, end: Instant) -> int:
        """Open seconds in [start, end); 0 if the end is not after the start (C4)."""
        ...

    def is_open(self, instant: Instant) -> bool:
        """Whether the second that begins at the instant is open (C2)."""
        ...

    def next_open(self, instant: Instant) -> Instant:
        """First open instant at or after; raises NotEnoughOpenTime."""
        ...

    def next_close(self, instant: Instant) -> Instant:
        """End of the open span that holds the instant, else of the next; NotEnoughOpenTime if none."""
        ...

    def previous_close(self, instant: Instant) -> Instant:
        """Latest instant at or before, of which the second just before is open."""
        ...

    def next_window(self, instant: Instant) -> Span:
        """First open span at or after, cut at the instant when already open, and after twenty years."""
        ...

    def open_spans(self, start: Instant, end: Instant) -> list[Span]:
        """Merged open spans, cut to [start, end)."""
        ...

    def closed_spans(self, start: Instant, end: Instant) -> list[ClosedSpan]:
        """What was closed in [start, end), each span with its reason (M17)."""
        ...


@lru_cache(maxsize=512)
def timetable(hours: Calendar | CalendarHistory) -> Timetable:
    """Compile a calendar, or its whole history; equal ones share a timetable, compiled as needed.

    >>> hours = timetable(ALWAYS_OPEN)
    >>> hours.add(0, 3_600), hours.elapsed(0, 86_400), hours.is_open(7)
    (3600, 86400, True)
    """
    return _AlwaysOpen() if hours == ALWAYS_OPEN else OpenTable(hours)


class _AlwaysOpen:
    """24x7 is plain UTC time."""

    @property
    def calendar(self) -> Calendar:
        return ALWAYS_OPEN

    @property
    def history(self) -> CalendarHistory:
        return CalendarHistory((Revision(ALWAYS_OPEN),))

    def add(self, start: Instant, seconds: int) -> Instant:
        if abs(seconds) > HORIZON_SECONDS:
            raise NotEnoughOpenTime("20 years hold less time than asked for")
        return start + seconds

    def elapsed(self, start: Instant, end: Instant) -> int:
        return max(0, end - start)

    def is_open(self, instant: Instant) -> bool:
        return True

    def next_open(self, instant: Instant) -> Instant:
        return instant

    def next_close(self, instant: Instant) -> Instant:
        raise NotEnoughOpenTime("'24x7' does not close within 20 years")

    def previous_close(self, instant: Instant) -> Instant:
        return instant

    def next_window(self, instant: Instant) -> Span:
        return instant, instant + HORIZON_SECONDS

    def open_spans(self, start: Instant, end: Instant) -> list[Span]:
        return [(start, end)] if start < end else []

    def closed_spans(self, start: Instant, end: Instant) -> list[ClosedSpan]:
        return []
