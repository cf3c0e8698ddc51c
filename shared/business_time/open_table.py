"""A calendar compiled as far as it was asked about, and no further."""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime

from shared.business_time.calendar import Calendar
from shared.business_time.closing import ClosedSpan, closed_between
from shared.business_time.compiled import Compiled
from shared.business_time.faults import NotEnoughOpenTime
from shared.business_time.history import CalendarHistory, Revision
from shared.business_time.hours import HORIZON_SECONDS
from shared.business_time.instant import Instant, from_datetime
from shared.business_time.opening import Span, open_between

_FIRST_YEAR, _LAST_YEAR = 1900, 2399


class OpenTable:
    """Grows by whole years; an answer depends on the calendar alone, never on earlier questions.

    So every search stops at the horizon, also where more is compiled already.
    """

    def __init__(self, hours: Calendar | CalendarHistory) -> None:
        if isinstance(hours, Calendar):
            hours = CalendarHistory((Revision(hours),))
        self._history = hours
        self._calendar = hours.latest
        self._known = Compiled.of(0, 0, [])

    @property
    def calendar(self) -> Calendar:
        """The hours that count in the end."""
        return self._calendar

    @property
    def history(self) -> CalendarHistory:
        """Every revision that was compiled (C7)."""
        return self._history

    def add(self, start: Instant, seconds: int) -> Instant:
        """Earliest, or backwards latest, instant with that much open time between (C3)."""
        if seconds <= 0:
            return self._backward(start, -seconds) if seconds else start
        known = self._known
        if start < known.low or start >= known.high:
            known = self._covering(start, start + 1)
        found = known.after(start, seconds)
        if found is None:
            found = self._further(known, start, seconds)
        if found > start + HORIZON_SECONDS:
            raise self._not_enough()
        return found

    def elapsed(self, start: Instant, end: Instant) -> int:
        """Open seconds in [start, end) (C4)."""
        if end <= start:
            return 0
        known = self._known
        if start < known.low or end > known.high:
            known = self._covering(start, end)
        return known.between(start, end)

    def is_open(self, instant: Instant) -> bool:
        """Whether the second that begins there is open (C2)."""
        known = self._covering(instant, instant + 1)
        place = bisect_right(known.starts, instant) - 1
        return place >= 0 and instant < known.ends[place]

    def next_open(self, instant: Instant) -> Instant:
        """First open instant at or after; raises NotEnoughOpenTime."""
        return self.next_window(instant)[0]

    def next_close(self, instant: Instant) -> Instant:
        """End of the open span that holds the instant, else of the next one."""
        closes = self.next_window(instant)[1]
        if closes == instant + HORIZON_SECONDS:
            raise NotEnoughOpenTime(f"'{self._calendar.name}' does not close within 20 years")
        return closes

    def previous_close(self, instant: Instant) -> Instant:
        """Latest instant at or before, of which the second before is open."""
        limit = instant - HORIZON_SECONDS
        known = self._covering(instant - 1, instant)
        while (place := bisect_left(known.starts, instant) - 1) < 0:
            known = self._earlier(known, limit)
        found = min(instant, known.ends[place])
        if found <= limit:
            raise self._not_enough()
        return found

    def next_window(self, instant: Instant) -> Span:
        """First open span at or after, cut at the instant and at the horizon."""
        limit = instant + HORIZON_SECONDS
        known = self._covering(instant, instant + 1)
        while True:
            place = bisect_right(known.ends, instant)
            found = place < len(known.starts)
            if found and (known.ends[place] < known.high or known.high >= limit):
                break
            known = self._later(known, limit)
        if known.starts[place] >= limit:
            raise self._not_enough()
        return max(instant, known.starts[place]), min(known.ends[place], limit)

    def open_spans(self, start: Instant, end: Instant) -> list[Span]:
        """Open spans cut to [start, end)."""
        if start >= end:
            return []
        known = self._covering(start, end)
        first, last = bisect_right(known.ends, start), bisect_left(known.starts, end)
        return [
            (max(start, opens), min(end, closes))
            for opens, closes in zip(known.starts[first:last], known.ends[first:last], strict=True)
        ]

    def closed_spans(self, start: Instant, end: Instant) -> list[ClosedSpan]:
        """Closed spans in [start, end), each with its reason (M17)."""
        return [
            span
            for calendar, low, high in self._history.pieces(start, end)
            for span in closed_between(calendar, self.open_spans(low, high), low, high)
        ]

    def _further(self, known: Compiled, start: Instant, seconds: int) -> Instant:
        limit = start + HORIZON_SECONDS
        while (found := known.after(start, seconds)) is None:
            known = self._later(known, limit)
        return found

    def _backward(self, start: Instant, seconds: int) -> Instant:
        limit = start - HORIZON_SECONDS
        known = self._covering(start - 1, start)
        while (wanted := known.until(start) - seconds) < 0:
            known = self._earlier(known, limit)
        found = known.latest(wanted)
        if found < limit:
            raise self._not_enough()
        return found

    def _later(self, known: Compiled, limit: Instant) -> Compiled:
        if known.high >= limit:
            raise self._not_enough()
        return self._covering(known.low, known.high + 1)

    def _earlier(self, known: Compiled, limit: Instant) -> Compiled:
        if known.low <= limit:
            raise self._not_enough()
        return self._covering(known.low - 1, known.high)

    def _covering(self, start: Instant, end: Instant) -> Compiled:
        """What is known of [start, end), compiled first where it is not yet known."""
        known = self._known
        if known.low <= start and end <= known.high:
            return known
        low, high = self._year_start(start, 0), self._year_start(end - 1, 1)
        if known.low == known.high:
            known = self._compile(low, high)
        if low < known.low:
            known = self._compile(low, known.low).joined(known)
        if high > known.high:
            known = known.joined(self._compile(known.high, high))
        self._known = known
        return known

    def _compile(self, low: Instant, high: Instant) -> Compiled:
        spans: list[Span] = []
        for calendar, begin, end in self._history.pieces(low, high):
            for span in open_between(calendar, begin, end):
                touches = spans and spans[-1][1] == span[0]
                spans.append((spans.pop()[0], span[1]) if touches else span)
        return Compiled.of(low, high, spans)

    def _year_start(self, instant: Instant, ahead: int) -> Instant:
        if not _FIRST <= instant < _BEYOND:
            raise NotEnoughOpenTime(
                f"'{self._calendar.name}' is known from {_FIRST_YEAR} to {_LAST_YEAR} only"
            )
        return _new_year(datetime.fromtimestamp(instant, tz=UTC).year + ahead)

    def _not_enough(self) -> NotEnoughOpenTime:
        return NotEnoughOpenTime(
            f"'{self._calendar.name}' has less open time than asked for within 20 years"
        )


def _new_year(year: int) -> Instant:
    return from_datetime(datetime(year, 1, 1, tzinfo=UTC))


_FIRST, _BEYOND = _new_year(_FIRST_YEAR), _new_year(_LAST_YEAR + 1)
