"""Open spans of a calendar between two instants, by the wall-clock rule of C2."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shared.business_time.calendar import DAY_SECONDS, Calendar, Interval
from shared.business_time.instant import Instant
from shared.business_time.offsets import stretches

Span = tuple[int, int]

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - readings of the wall carry no zone


def open_between(calendar: Calendar, start: Instant, end: Instant) -> list[Span]:
    """Merged half-open spans in which the calendar is open, cut to [start, end).

    Within a stretch of constant offset the wall clock is the instant plus the offset; so an hour
    that the clock repeats is met twice and one that it skips not at all.
    """
    found: list[Span] = []
    for low, high, offset in stretches(calendar.zone, start, end):
        for opens, closes in _on_the_wall(calendar, low + offset, high + offset):
            _append(found, opens - offset, closes - offset)
    return found


def _on_the_wall(calendar: Calendar, low: int, high: int) -> Iterator[Span]:
    """Open spans in seconds of the wall since its 1970, cut to [low, high)."""
    special = dict(calendar.dates)
    merged: list[Span] = []
    for number in range(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1):
        midnight = number * DAY_SECONDS
        for opens, closes in _hours_of(calendar, special, number):
            _append(merged, midnight + opens, midnight + closes)
    for opens, closes in _without(merged, _breaks(calendar)):
        if opens < high and closes > low:
            yield max(opens, low), min(closes, high)


def _hours_of(
    calendar: Calendar, special: dict[date, tuple[Interval, ...]], number: int
) -> tuple[Interval, ...]:
    day = date.fromordinal(_EPOCH_DAY + number)
    if calendar.is_holiday(day):
        return ()
    hours = special.get(day, calendar.week[day.weekday()])
    return tuple(sorted(hours))


def _breaks(calendar: Calendar) -> list[Span]:
    second = timedelta(seconds=1)
    merged: list[Span] = []
    for start, end in calendar.breaks:
        _append(merged, (start - _EPOCH) // second, (end - _EPOCH) // second)
    return merged


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
