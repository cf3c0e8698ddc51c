"""Open spans of a calendar between two instants, by the wall-clock rule of C2."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from shared.business_time.calendar import Calendar
from shared.business_time.hours import DAY_SECONDS, Interval
from shared.business_time.instant import Instant
from shared.business_time.offsets import stretches

Span = tuple[int, int]

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - readings of the wall carry no zone


def open_between(calendar: Calendar, start: Instant, end: Instant) -> list[Span]:
    """Merged half-open spans in which the calendar is open, cut to [start, end).

    Within a stretch of constant offset the wall clock is the instant plus the offset; so an hour
    that the clock repeats is met twice and one that it skips not at all.
    """
    found: list[Span] = []
    wall = _Wall(calendar)
    for low, high, offset in stretches(calendar.zone, start, end):
        for opens, closes in wall.open_in(low + offset, high + offset):
            _append(found, opens - offset, closes - offset)
    return found


class _Wall:
    """The hours as they hang on the wall: days are numbered, and seconds counted, from its 1970."""

    def __init__(self, calendar: Calendar) -> None:
        self._week = [sorted(hours) for hours in calendar.week]
        self._special = {_number(day): sorted(hours) for day, hours in calendar.dates}
        self._special.update((_number(day), []) for day in calendar.holidays)
        self._annual = calendar.annual_holidays
        self._breaks = breaks_on_the_wall(calendar)

    def open_in(self, low: int, high: int) -> Iterator[Span]:
        """Open spans cut to [low, high)."""
        merged: list[Span] = []
        for number in range(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1):
            midnight = number * DAY_SECONDS
            for opens, closes in self._hours_of(number):
                _append(merged, midnight + opens, midnight + closes)
        for opens, closes in _without(merged, self._breaks):
            if opens < high and closes > low:
                yield max(opens, low), min(closes, high)

    def _hours_of(self, number: int) -> Sequence[Interval]:
        hours = self._special.get(number)
        if hours is None:
            hours = self._week[(number + _EPOCH_WEEKDAY) % 7]
        if hours and self._annual:
            day = date.fromordinal(_EPOCH_DAY + number)
            return () if (day.month, day.day) in self._annual else hours
        return hours


def breaks_on_the_wall(calendar: Calendar) -> list[Span]:
    """Merged breaks in seconds of the wall since its 1970."""
    second = timedelta(seconds=1)
    merged: list[Span] = []
    for start, end in calendar.breaks:
        _append(merged, (start - _EPOCH) // second, (end - _EPOCH) // second)
    return merged


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH_DAY


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
