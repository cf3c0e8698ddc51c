"""Why a stretch of time did not count: night, weekend, which holiday, which break (M17)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from shared.business_time.almanac import ClosedPart, date_of
from shared.business_time.calendar import Calendar
from shared.business_time.hours import DAY_SECONDS, Interval
from shared.business_time.instant import Instant
from shared.business_time.offsets import stretches
from shared.business_time.opening import Span

Reason = Literal["outside hours", "closed weekday", "holiday", "special date", "break"]


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """A half-open closed span; `day` is the local date that the reason belongs to.

    A night shift that a holiday stopped is still that holiday's after midnight; `name` is the
    holiday's, empty if it has none.
    """

    start: Instant
    end: Instant
    reason: Reason
    day: date
    name: str = ""


def closed_between(
    calendar: Calendar, open_spans: Sequence[Span], start: Instant, end: Instant
) -> list[ClosedSpan]:
    """The gaps between `open_spans` in [start, end), cut where the reason or its date changes."""
    if start >= end:
        return []
    reasons = _Reasons(calendar, start - DAY_SECONDS, end + DAY_SECONDS)
    gaps = list(_gaps(open_spans, start, end))
    found: list[ClosedSpan] = []
    for low, high, offset in stretches(calendar.zone, start, end):
        for closes, opens in gaps:
            for piece in reasons.of(max(closes, low) + offset, min(opens, high) + offset):
                _append(found, piece, offset)
    return found


class _Reasons:
    """Reads the wall: seconds are those of the local clock since its 1970."""

    def __init__(self, calendar: Calendar, low: int, high: int) -> None:
        almanac = calendar.almanac()
        self._week = calendar.week
        self._special = dict(calendar.dates)
        self._parts = almanac.parts(low - DAY_SECONDS, high + DAY_SECONDS)
        self._holidays = almanac.days(low // DAY_SECONDS - 1, high // DAY_SECONDS + 1)

    def of(self, low: int, high: int) -> Iterator[ClosedSpan]:
        """Closed [low, high) in pieces of one reason each, in order."""
        if low >= high:
            return
        parts = [part for part in self._parts if part.start < high and part.end > low]
        edges = {edge for part in parts for edge in (part.start, part.end)}
        for number in range(low // DAY_SECONDS, (high - 1) // DAY_SECONDS + 1):
            edges.add(number * DAY_SECONDS)
            edges.update(end for _, end in self._stopped_shifts(number - 1))
            edges.update(edge for span in self._stopped_shifts(number) for edge in span)
        inside = sorted(edge for edge in edges if low < edge < high)
        for start, end in itertools.pairwise([low, *inside, high]):
            reason, number, name = self._at(start, parts)
            yield ClosedSpan(start, end, reason, date_of(number), name)

    def _at(self, wall: int, parts: Sequence[ClosedPart]) -> tuple[Reason, int, str]:
        today = wall // DAY_SECONDS
        for part in parts:
            if part.start <= wall < part.end:
                day = part.start // DAY_SECONDS if part.is_holiday else today
                return ("holiday" if part.is_holiday else "break"), day, part.name
        for number in (today, today - 1):
            if any(start <= wall < end for start, end in self._stopped_shifts(number)):
                return self._stopper(number)
        special = self._special.get(date_of(today))
        if today in self._holidays or special == ():
            return self._stopper(today)
        hours = special or self._week[date_of(today).weekday()]
        return ("outside hours" if hours else "closed weekday"), today, ""

    def _stopped_shifts(self, number: int) -> list[Span]:
        """Shifts that a holiday, or other hours for that date, kept from starting on that day."""
        day = date_of(number)
        hours: Sequence[Interval] = self._week[day.weekday()]
        if number in self._holidays:
            hours = self._special.get(day, hours)
        elif day not in self._special:
            return []
        return [(number * DAY_SECONDS + start, number * DAY_SECONDS + end) for start, end in hours]

    def _stopper(self, number: int) -> tuple[Reason, int, str]:
        name = self._holidays.get(number)
        return ("special date", number, "") if name is None else ("holiday", number, name)


def _gaps(spans: Sequence[Span], start: Instant, end: Instant) -> Iterator[Span]:
    at = start
    for opens, closes in spans:
        if at < opens:
            yield at, opens
        at = closes
    if at < end:
        yield at, end


def _append(found: list[ClosedSpan], piece: ClosedSpan, offset: int) -> None:
    """Add a piece; what goes on from the one before, for the same reason, is one span with it."""
    span = replace(piece, start=piece.start - offset, end=piece.end - offset)
    last = found[-1] if found else None
    if last and last.end == span.start and replace(last, start=span.start, end=span.end) == span:
        found[-1] = replace(last, end=span.end)
    else:
        found.append(span)
