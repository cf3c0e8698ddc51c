"""The stretches of constant UTC offset in a zone, found by asking it."""

import itertools
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from shared.business_time.instant import Instant, from_datetime, zone_named

_DAY = 86_400


def stretches(zone: str, start: Instant, end: Instant) -> list[tuple[Instant, Instant, int]]:
    """Split [start, end) where the offset changes; each part with its offset in seconds.

    Offsets are asked for once a day and changes between two answers bisected, so two changes that
    undo each other within one day would be missed; no zone since 1970 has such a pair.
    """
    cuts = [
        change
        for year in range(_year(start), _year(end) + 1)
        for change in _changes(zone, year)
        if start < change < end
    ]
    edges = [start, *cuts, end]
    return [(here, there, _offset(zone, here)) for here, there in itertools.pairwise(edges)]


def offset_at(zone: str, instant: Instant) -> int:
    """Seconds that the wall clock of `zone` is ahead of UTC at an instant."""
    return _offset(zone, instant)


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[Instant, ...]:
    first = from_datetime(datetime(year, 1, 1, tzinfo=UTC))
    last = from_datetime(datetime(year + 1, 1, 1, tzinfo=UTC))
    found = []
    before = _offset(zone, first)
    for day in range(first, last, _DAY):
        after = _offset(zone, day + _DAY)
        if after != before:
            found.append(_bisect(zone, day, day + _DAY))
        before = after
    return tuple(found)


def _bisect(zone: str, low: Instant, high: Instant) -> Instant:
    old = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == old:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: str, instant: Instant) -> int:
    offset = datetime.fromtimestamp(instant, tz=zone_named(zone)).utcoffset()
    return (offset or timedelta()) // timedelta(seconds=1)


def _year(instant: Instant) -> int:
    return datetime.fromtimestamp(instant, tz=UTC).year
