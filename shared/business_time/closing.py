"""Why a stretch of time did not count: night, weekend, which holiday, which break (M17)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from shared.business_time.calendar import Calendar
from shared.business_time.instant import Instant, local_date, local_to_instant

Reason = Literal["outside hours", "closed weekday", "holiday", "special date", "break"]


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """A half-open closed span; `day` is the local date that the reason belongs to."""

    start: Instant
    end: Instant
    reason: Reason
    day: date


def closed_between(
    calendar: Calendar,
    open_spans: Sequence[tuple[Instant, Instant]],
    start: Instant,
    end: Instant,
) -> list[ClosedSpan]:
    """The gaps between `open_spans` in [start, end), cut at local midnights and at breaks."""
    if start >= end:
        return []
    breaks = [
        (local_to_instant(calendar.zone, low), local_to_instant(calendar.zone, high))
        for low, high in calendar.breaks
    ]
    return [
        piece
        for low, high in _gaps(open_spans, start, end)
        for piece in _pieces(calendar, breaks, low, high)
    ]


def _gaps(
    spans: Sequence[tuple[Instant, Instant]], start: Instant, end: Instant
) -> Iterator[tuple[Instant, Instant]]:
    at = start
    for opens, closes in spans:
        if at < opens:
            yield at, opens
        at = closes
    if at < end:
        yield at, end


def _pieces(
    calendar: Calendar,
    breaks: Sequence[tuple[Instant, Instant]],
    low: Instant,
    high: Instant,
) -> Iterator[ClosedSpan]:
    edges = sorted({edge for span in breaks for edge in span if low < edge < high} | {low, high})
    for first, last in itertools.pairwise(edges):
        in_break = any(start <= first and last <= end for start, end in breaks)
        at = first
        while at < last:
            day = local_date(calendar.zone, at)
            until = min(last, max(at + 1, _midnight_after(calendar.zone, day)))
            yield ClosedSpan(at, until, "break" if in_break else _reason(calendar, day), day)
            at = until


def _reason(calendar: Calendar, day: date) -> Reason:
    if calendar.is_holiday(day):
        return "holiday"
    special = dict(calendar.dates).get(day)
    if special is not None:
        return "outside hours" if special else "special date"
    return "outside hours" if calendar.week[day.weekday()] else "closed weekday"


def _midnight_after(zone: str, day: date) -> Instant:
    return local_to_instant(zone, datetime.combine(day + timedelta(days=1), datetime.min.time()))
