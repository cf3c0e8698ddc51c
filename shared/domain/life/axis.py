"""Where an axis of local time has its lines, from minutes to years."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.business_time.instant import Instant, local_to_instant, to_datetime, zone_named
from shared.business_time.offsets import stretches

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_STEPS = (
    *(minutes * _MINUTE for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 7)),
)
_MONTHS = (1, 3, 6, 12, 60)
_LONGEST_MONTH = 31 * _DAY


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis; `heading` is set where a new day, month or year begins."""

    at: Instant
    words: str
    heading: str | None = None


def ticks_of(zone: str, low: Instant, high: Instant, most: int) -> tuple[Tick, ...]:
    """At most about `most` round local times in [low, high], the widest that still tell them apart."""
    span = max(1, high - low)
    step = next((step for step in _STEPS if span // step <= most), None)
    if step is None:
        return tuple(_months(zone, low, high, most))
    return tuple(_clock(zone, low, high, step) if step < _DAY else _days(zone, low, high, step))


def clock_changes(zone: str, low: Instant, high: Instant) -> tuple[tuple[Instant, int], ...]:
    """Instants in (low, high) at which the local clock is put on, by seconds, or back (negative)."""
    parts = stretches(zone, low, high) if low < high else []
    return tuple((later[0], later[2] - earlier[2]) for earlier, later in itertools.pairwise(parts))


def local(zone: str, instant: Instant) -> datetime:
    """The reading of the local clock, with its zone."""
    return to_datetime(instant).astimezone(zone_named(zone))


def said(zone: str, instant: Instant, *, since: Instant | None = None) -> str:
    """Say an instant on the local clock, such as `Mon 2 Mar 14:00`; seconds only where there are any.

    The year is said where it is not that of `since`.
    """
    wall = local(zone, instant)
    year = "" if since is None or local(zone, since).year == wall.year else f" {wall.year}"
    return f"{wall:%a} {wall.day} {wall:%b}{year} {wall:%H:%M:%S}".removesuffix(":00")


def _clock(zone: str, low: Instant, high: Instant, step: int) -> Iterator[Tick]:
    previous = None
    for at in _walls(zone, low, high, step):
        wall = local(zone, at)
        heading = None if wall.date() == previous else f"{wall:%a} {wall.day} {wall:%b}"
        previous = wall.date()
        yield Tick(at, f"{wall:%H:%M}", heading)


def _days(zone: str, low: Instant, high: Instant, step: int) -> Iterator[Tick]:
    previous = None
    for at in _walls(zone, low, high, step):
        wall = local(zone, at)
        month = (wall.year, wall.month)
        heading = None if month == previous else f"{wall:%B %Y}"
        previous = month
        yield Tick(at, f"{wall:%a} {wall.day}", heading)


def _walls(zone: str, low: Instant, high: Instant, step: int) -> Iterator[Instant]:
    """Round local times; one that the clock skips has no line, one that it repeats its first."""
    wall = local(zone, low).replace(tzinfo=None, hour=0, minute=0, second=0)
    if step > _DAY:
        wall -= timedelta(days=wall.weekday() if step == 7 * _DAY else wall.toordinal() % 2)
    while (at := local_to_instant(zone, wall)) <= high:
        if low <= at and local(zone, at).replace(tzinfo=None) == wall:
            yield at
        wall += timedelta(seconds=step)


def _months(zone: str, low: Instant, high: Instant, most: int) -> Iterator[Tick]:
    months = (high - low) // _LONGEST_MONTH + 1
    step = next((step for step in _MONTHS if months // step <= most), _MONTHS[-1])
    first, previous = local(zone, low), None
    for number in range(first.year * 12 + first.month - 1, (first.year + 20) * 12 * 2):
        year, month = divmod(number, 12)
        at = local_to_instant(zone, datetime(year, month + 1, 1))  # noqa: DTZ001 - a wall
        if at > high:
            return
        if number % step or at < low:
            continue
        heading = None if year == previous else str(year)
        previous = year
        yield Tick(at, f"{local(zone, at):%b}", heading)
