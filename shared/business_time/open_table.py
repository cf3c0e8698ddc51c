"""The compiled form of a calendar: sorted open spans, searched by bisection (C8)."""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from functools import lru_cache

from shared.business_time.calendar import Calendar
from shared.business_time.closing import ClosedSpan, closed_between
from shared.business_time.faults import NotEnoughOpenTime
from shared.business_time.instant import Instant, from_datetime
from shared.business_time.opening import Span, open_between

HORIZON_YEARS = 20
_FIRST_YEAR, LAST_YEAR = 1900, 2400


class OpenTable:
    """Sorted open spans with the open seconds before each; grows by whole years when asked beyond.

    Invariant: the arrays describe [low, high) completely, and `before` is strictly increasing, so
    that both directions are one bisection.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._low = self._high = 0
        self._starts: list[Instant] = []
        self._ends: list[Instant] = []
        self._before: list[int] = []
        self._total = 0

    @property
    def calendar(self) -> Calendar:
        """The calendar that was compiled."""
        return self._calendar

    def add(self, start: Instant, seconds: int) -> Instant:
        """Earliest, or backwards latest, instant with that much open time between (C3)."""
        if seconds == 0:
            return start
        self._cover(start)
        return self._forward(start, seconds) if seconds > 0 else self._backward(start, -seconds)

    def elapsed(self, start: Instant, end: Instant) -> int:
        """Open seconds in [start, end) (C4)."""
        if end <= start:
            return 0
        if start < self._low or end > self._high:
            self._cover(start)
            self._cover(end)
        return self._until(end) - self._until(start)

    def is_open(self, instant: Instant) -> bool:
        """Whether the second that begins there is open (C2)."""
        self._cover(instant)
        place = bisect_right(self._starts, instant) - 1
        return place >= 0 and instant < self._ends[place]

    def next_open(self, instant: Instant) -> Instant:
        """First open instant at or after; raises NotEnoughOpenTime."""
        return self.next_window(instant)[0]

    def next_close(self, instant: Instant) -> Instant:
        """End of the open span that holds the instant, else of the next one."""
        return self.next_window(instant)[1]

    def previous_close(self, instant: Instant) -> Instant:
        """Latest instant at or before, of which the second before is open."""
        for _ in range(HORIZON_YEARS + 1):
            self._cover(instant)
            place = bisect_left(self._starts, instant) - 1
            if place >= 0:
                return min(instant, self._ends[place])
            if not self._grow_down():
                break
        raise NotEnoughOpenTime(self._sentence("no open time before"))

    def next_window(self, instant: Instant) -> Span:
        """First open span at or after, cut at the instant."""
        self._cover(instant)
        limit = _horizon(instant, HORIZON_YEARS)
        while True:
            place = bisect_right(self._ends, instant)
            if place < len(self._starts) and (self._ends[place] < self._high or self._high > limit):
                return max(instant, self._starts[place]), self._ends[place]
            if self._high > limit or not self._grow_up():
                raise NotEnoughOpenTime(self._sentence("no open time"))

    def open_spans(self, start: Instant, end: Instant) -> list[Span]:
        """Open spans cut to [start, end)."""
        if start >= end:
            return []
        self._cover(start)
        self._cover(end)
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return [
            (max(start, self._starts[place]), min(end, self._ends[place]))
            for place in range(first, last)
        ]

    def closed_spans(self, start: Instant, end: Instant) -> list[ClosedSpan]:
        """Closed spans in [start, end), each with its reason (M17)."""
        return closed_between(self._calendar, self.open_spans(start, end), start, end)

    def _forward(self, start: Instant, seconds: int) -> Instant:
        wanted = self._until(start) + seconds
        limit = _horizon(start, HORIZON_YEARS)
        while wanted > self._total:
            if self._high > limit or not self._grow_up():
                raise NotEnoughOpenTime(self._sentence("not that much open time"))
        place = bisect_left(self._before, wanted) - 1
        found = self._starts[place] + wanted - self._before[place]
        if found > limit:
            raise NotEnoughOpenTime(self._sentence("not that much open time"))
        return found

    def _backward(self, start: Instant, seconds: int) -> Instant:
        limit = _horizon(start, -HORIZON_YEARS)
        while self._until(start) - seconds < (self._before[0] if self._before else self._total):
            if self._low < limit or not self._grow_down():
                raise NotEnoughOpenTime(self._sentence("not that much open time"))
        wanted = self._until(start) - seconds
        place = bisect_right(self._before, wanted) - 1
        return self._starts[place] + wanted - self._before[place]

    def _until(self, instant: Instant) -> int:
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return self._before[0] if self._before else self._total
        return self._before[place] + min(instant, self._ends[place]) - self._starts[place]

    def _cover(self, instant: Instant) -> None:
        if self._low == self._high:
            year = _year_of(instant)
            self._low, self._high = year_start(year), year_start(year)
            self._grow_up()
        while instant >= self._high and self._grow_up():
            pass
        while instant < self._low and self._grow_down():
            pass
        if not self._low <= instant <= self._high:
            raise NotEnoughOpenTime(self._sentence("that instant is out of reach"))

    def _grow_up(self) -> bool:
        year = _year_of(self._high)
        if year >= LAST_YEAR:
            return False
        high = year_start(year + 1)
        for start, end in open_between(self._calendar, self._high, high):
            if self._ends and start == self._ends[-1]:
                self._ends[-1] = end
            else:
                self._starts.append(start)
                self._ends.append(end)
                self._before.append(self._total)
            self._total += end - start
        self._high = high
        return True

    def _grow_down(self) -> bool:
        year = _year_of(self._low) - 1
        if year < _FIRST_YEAR:
            return False
        low = year_start(year)
        spans = open_between(self._calendar, low, self._low)
        if spans and self._starts and spans[-1][1] == self._starts[0]:
            self._before[0] -= spans[-1][1] - spans[-1][0]
            self._starts[0] = spans.pop()[0]
        count = self._before[0] if self._before else self._total
        before = []
        for start, end in reversed(spans):
            count -= end - start
            before.append(count)
        self._starts[:0] = [start for start, _ in spans]
        self._ends[:0] = [end for _, end in spans]
        self._before[:0] = reversed(before)
        self._low = low
        return True

    def _sentence(self, what: str) -> str:
        return f"the calendar '{self._calendar.name}' has {what} within {HORIZON_YEARS} years"


def _year_of(instant: Instant) -> int:
    return datetime.fromtimestamp(instant, tz=UTC).year


@lru_cache(maxsize=1024)
def year_start(year: int) -> Instant:
    """Midnight of New Year in UTC."""
    return from_datetime(datetime(year, 1, 1, tzinfo=UTC))


def _horizon(instant: Instant, years: int) -> Instant:
    return instant + years * 31_557_600
