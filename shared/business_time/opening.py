"""Open spans of a calendar between two instants, by the wall-clock rule of C2."""

from collections.abc import Iterator

from shared.business_time.almanac import number_of
from shared.business_time.calendar import Calendar
from shared.business_time.hours import DAY_SECONDS, Interval
from shared.business_time.instant import Instant
from shared.business_time.offsets import stretches

Span = tuple[int, int]

_EPOCH_WEEKDAY = 3


def open_between(calendar: Calendar, start: Instant, end: Instant) -> list[Span]:
    """Merged half-open spans in which the calendar is open, cut to [start, end).

    Within a stretch of constant offset the wall clock is the instant plus the offset; so an hour
    that the clock repeats is met twice and one that it skips not at all.
    """
    if start >= end:
        return []
    found: list[Span] = []
    wall = _Wall(calendar, start - DAY_SECONDS, end + DAY_SECONDS)
    for low, high, offset in stretches(calendar.zone, start, end):
        for opens, closes in wall.open_in(low + offset, high + offset):
            _append(found, opens - offset, closes - offset)
    return found


class _Wall:
    """The hours as they hang on the wall: days are numbered, and seconds counted, from its 1970."""

    def __init__(self, calendar: Calendar, low: int, high: int) -> None:
        almanac = calendar.almanac()
        self._week = [sorted(hours) for hours in calendar.week]
        self._special: dict[int, list[Interval]] = {
            number_of(day): sorted(hours) for day, hours in calendar.dates
        }
        for number in almanac.days(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1):
            self._special[number] = []
        self._closed: list[Span] = []
        for part in almanac.parts(low - DAY_SECONDS, high + DAY_SECONDS):
            _append(self._closed, part.start, part.end)

    def open_in(self, low: int, high: int) -> Iterator[Span]:
        """Open spans cut to [low, high)."""
        merged: list[Span] = []
        week, special = self._week, self._special
        for number in range(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1):
            hours = special[number] if number in special else week[(number + _EPOCH_WEEKDAY) % 7]
            midnight = number * DAY_SECONDS
            for opens, closes in hours:
                _append(merged, midnight + opens, midnight + closes)
        for opens, closes in _without(merged, self._closed) if self._closed else merged:
            if opens < high and closes > low:
                yield max(opens, low), min(closes, high)


def _without(spans: list[Span], closed: list[Span]) -> Iterator[Span]:
    place = 0
    for start, end in spans:
        opens = start
        while place < len(closed) and closed[place][1] <= opens:
            place += 1
        ahead = place
        while ahead < len(closed) and closed[ahead][0] < end:
            if closed[ahead][0] > opens:
                yield opens, closed[ahead][0]
            opens = max(opens, closed[ahead][1])
            ahead += 1
        if opens < end:
            yield opens, end


def _append(spans: list[Span], start: int, end: int) -> None:
    """Add a span that begins no earlier than those before it, joining what touches."""
    if start >= end:
        return
    if spans and start <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
    else:
        spans.append((start, end))
