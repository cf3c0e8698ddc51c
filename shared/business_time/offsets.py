"""The stretches of constant UTC offset in a zone, found by asking it."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from shared.business_time.instant import Instant, from_datetime, zone_named

_STEP = 5 * 86_400
"""Shorter than the shortest time (6.96 days, Brazil 2000) after which a zone took a change back."""


def stretches(zone: str, start: Instant, end: Instant) -> list[tuple[Instant, Instant, int]]:
    """Split [start, end) where the offset changes; each part with its offset in seconds."""
    cuts = [
        change
        for year in range(_year(start), _year(end - 1) + 1)
        for change in _changes(zone, year)
        if start < change < end
    ]
    edges = [start, *cuts, end]
    return [(here, there, _offset(zone, here)) for here, there in itertools.pairwise(edges)]


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[Instant, ...]:
    first = from_datetime(datetime(year, 1, 1, tzinfo=UTC))
    last = from_datetime(datetime(year + 1, 1, 1, tzinfo=UTC))
    rules, read = zone_named(zone), datetime.fromtimestamp
    known = [(at, read(at, rules).utcoffset()) for at in (*range(first, last, _STEP), last)]
    return tuple(
        change
        for (low, old), (high, new) in itertools.pairwise(known)
        if old != new
        for change in _changes_between(rules, low, old, high, new)
    )


def _changes_between(
    rules: tzinfo, low: Instant, old: timedelta | None, high: Instant, new: timedelta | None
) -> Iterator[Instant]:
    if old == new:
        return
    if high - low == 1:
        yield high
        return
    middle = (low + high) // 2
    between = datetime.fromtimestamp(middle, rules).utcoffset()
    yield from _changes_between(rules, low, old, middle, between)
    yield from _changes_between(rules, middle, between, high, new)


def _offset(zone: str, instant: Instant) -> int:
    offset = datetime.fromtimestamp(instant, tz=zone_named(zone)).utcoffset()
    return (offset or timedelta()) // timedelta(seconds=1)


def _year(instant: Instant) -> int:
    return datetime.fromtimestamp(instant, tz=UTC).year
