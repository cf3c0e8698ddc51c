"""Why a stretch of time did not count: night, weekend, which holiday, which break (M17)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from shared.business_time.calendar import Calendar
from shared.business_time.hours import DAY_SECONDS, Interval
from shared.business_time.instant import Instant
from shared.business_time.offsets import stretches
from shared.business_time.opening import Span, breaks_on_the_wall

Reason = Literal["outside hours", "closed weekday", "holiday", "special date", "break"]
_EPOCH_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """A half-open closed span; `day` is the local date that the reason belongs to.

    A night shift that a holiday stopped is still that holiday's after midnight.
    """

    start: Instant
    end: Instant
    reason: Reason
    day: date


def closed_between(
    calendar: Calendar, open_spans: Sequence[Span], start: Instant, end: Instant
) -> list[ClosedSpan]:
    """The gaps between `open_spans` in [start, end), cut where the reason or its date changes."""
    if start >= end:
        return []
    reasons = _Reasons(calendar)
    gaps = list(_gaps(open_spans, start, end))
    found: list[ClosedSpan] = []
    for low, high, offset in stretches(calendar.zone, start, end):
        for closes, opens in gaps:
            for piece in reasons.of(max(closes, low) + offset, min(opens, high) + offset):
                _append(found, piece, offset)
    return found


class _Reasons:
    """Reads the wall: seconds are those of the local clock since its 1970."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._special = dict(calendar.dates)
        self._breaks = breaks_on_the_wall(calendar)

    def of(self, low: int, high: int) -> Iterator[ClosedSpan]:
        """Closed [low, high) in pieces of one reason each, in order."""
        if low >= high:
            return
        edges = {edge for span in self._breaks for edge in span}
        for number in range(low // DAY_SECONDS, (high - 1) // DAY_SECONDS + 1):
            edges.add(number * DAY_SECONDS)
            edges.update(end for _, end in self._stopped_shifts(number - 1))
            edges.update(edge for span in self._stopped_shifts(number) for edge in span)
        inside = sorted(edge for edge in edges if low < edge < high)
        for start, end in itertools.pairwise([low, *inside, high]):
            reason, day = self._at(start)
            yield ClosedSpan(start, end, reason, day)

    def _at(self, wall: int) -> tuple[Reason, date]:
        number = wall // DAY_SECONDS
        today = _date(number)
        if any(start <= wall < end for start, end in self._breaks):
            return "break", today
        for day in (number, number - 1):
            if any(start <= wall < end for start, end in self._stopped_shifts(day)):
                return self._stopper(_date(day)), _date(day)
        if self._calendar.is_holiday(today):
            return "holiday", today
        if self._special.get(today) == ():
            return "special date", today
        hours = self._special.get(today) or self._calendar.week[today.weekday()]
        return ("outside hours" if hours else "closed weekday"), today

    def _stopped_shifts(self, number: int) -> list[Span]:
        """Shifts that a holiday, or other hours for that date, kept from starting on that day."""
        day = _date(number)
        hours: Sequence[Interval] = self._calendar.week[day.weekday()]
        if self._calendar.is_holiday(day):
            hours = self._special.get(day, hours)
        elif day not in self._special:
            return []
        return [(number * DAY_SECONDS + start, number * DAY_SECONDS + end) for start, end in hours]

    def _stopper(self, day: date) -> Reason:
        return "holiday" if self._calendar.is_holiday(day) else "special date"


def _gaps(spans: Sequence[Span], start: Instant, end: Instant) -> Iterator[Span]:
    at = start
    for opens, closes in spans:
        if at < opens:
            yield at, opens
        at = closes
    if at < end:
        yield at, end


def _append(found: list[ClosedSpan], piece: ClosedSpan, offset: int) -> None:
    start, end = piece.start - offset, piece.end - offset
    last = found[-1] if found else None
    if last and last.end == start and (last.reason, last.day) == (piece.reason, piece.day):
        found[-1] = replace(last, end=end)
    else:
        found.append(ClosedSpan(start, end, piece.reason, piece.day))


def _date(number: int) -> date:
    return _EPOCH_DAY + timedelta(days=number)
