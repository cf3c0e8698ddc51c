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
        spans = wall.open_in(low + offset, high + offset)
        more = [(opens - offset, closes - offset) for opens, closes in spans]
        if found and more and more[0][0] <= found[-1][1]:
            more[0] = (found.pop()[0], more[0][1])
        found += more
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

    def open_in(self, low: int, high: int) -> list[Span]:
        """Open spans cut to [low, high)."""
        merged: list[Span] = []
        week, special = self._week, self._special
        until = low - DAY_SECONDS
        for number in range(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1):
            hours = special[number] if number in special else week[(number + _EPOCH_WEEKDAY) % 7]
            midnight = number * DAY_SECONDS
            for opens, closes in hours:
                start, end = midnight + opens, midnight + closes
                if merged and start <= until:
                    end = max(until, end)
                    merged[-1] = (merged[-1][0], end)
                else:
                    merged.append((start, end))
                until = end
        return _cut([*_without(merged, self._closed)] if self._closed else merged, low, high)


def _cut(spans: list[Span], low: int, high: int) -> list[Span]:
    first, last = 0, len(spans)
    while first < last and spans[first][1] <= low:
        first += 1
    while first < last and spans[last - 1][0] >= high:
        last -= 1
    found = spans[first:last]
    if found and found[0][0] < low:
        found[0] = (low, found[0][1])
    if found and found[-1][1] > high:
        found[-1] = (found[-1][0], high)
    return found


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
