"""Business time by walking minute by minute and looking at the wall: slow, and hard to get wrong."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import TypeAlias

from shared.business_time import Calendar, Holiday, Timetable, format_instant, timetable
from shared.business_time.hours import DAY_SECONDS, Interval
from tests.property.wall_clock import BASE, MINUTE, changes, open_on_the_wall

_MINUTES = DAY_SECONDS // MINUTE

Ask: TypeAlias = Callable[[Timetable, int, int], int | bool]


class Walk:
    """Every minute of [low, high) looked at once; answers None where it would have to go further."""

    def __init__(self, calendar: Calendar, low: int, high: int) -> None:
        self.low, self.high = low, high
        self._open = [open_on_the_wall(calendar, at) for at in range(low, high, MINUTE)]
        self._before = list(accumulate((MINUTE * is_open for is_open in self._open), initial=0))

    def is_open(self, at: int) -> bool:
        return self._open[(at - self.low) // MINUTE]

    def until(self, at: int) -> int:
        """Open seconds in [low, at)."""
        place, seconds = divmod(at - self.low, MINUTE)
        return self._before[place] + (seconds if seconds and self._open[place] else 0)

    def elapsed(self, start: int, end: int) -> int:
        return max(0, self.until(end) - self.until(start))

    def add(self, start: int, seconds: int) -> int | None:
        """Earliest, backwards latest, instant with that much open time between (C3)."""
        wanted = self.until(start) + seconds
        if seconds > 0:
            place = bisect_left(self._before, wanted) - 1
            known = wanted <= self._before[-1]
        else:
            place = bisect_right(self._before, wanted) - 1
            known = 0 <= wanted < self._before[-1]
        return self.low + place * MINUTE + wanted - self._before[place] if known else None

    def next_open(self, start: int) -> int | None:
        if self.is_open(start):
            return start
        place = (start - self.low) // MINUTE
        while place < len(self._open) and not self._open[place]:
            place += 1
        return self.low + place * MINUTE if place < len(self._open) else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is not the oracle's."""

    calendar: Calendar
    question: str
    said: int | bool
    walked: int | bool

    def sentence(self) -> str:
        return f"{self.question} is {self.said}, and by the wall {self.walked}: {self.calendar!r}"


def ask(zone: str, count: int, minutes: int, dice: Random) -> Iterator[Wrong | None]:
    """`count` answers of a random calendar of `zone`, each None or what is wrong with it.

    Half of the walks lie over a clock change of the zone, if it has one.
    """
    calendar = a_calendar(zone, dice)
    near = changes(zone)
    middle = (
        dice.choice(near)
        if near and dice.random() < 0.5
        else BASE + dice.randrange(365 * DAY_SECONDS)
    )
    low = middle // MINUTE * MINUTE - minutes // 2 * MINUTE
    walk, table = Walk(calendar, low, low + minutes * MINUTE), timetable(calendar)
    asked = 0
    while asked < count:
        start, end = sorted(dice.randrange(walk.low, walk.high) for _ in range(2))
        for words, said, walked in _asked(table, walk, start, end, dice):
            if walked is None or asked == count:
                continue
            asked += 1
            yield None if said() == walked else Wrong(calendar, words, said(), walked)


def _asked(
    table: Timetable, walk: Walk, start: int, end: int, dice: Random
) -> Iterator[tuple[str, Callable[[], int | bool], int | bool | None]]:
    here, there = format_instant(start), format_instant(end)
    spent = dice.randint(1, max(1, walk.elapsed(start, end)))
    yield f"elapsed({here}, {there})", lambda: table.elapsed(start, end), walk.elapsed(start, end)
    yield f"add({here}, {spent})", lambda: table.add(start, spent), walk.add(start, spent)
    yield f"add({there}, -{spent})", lambda: table.add(end, -spent), walk.add(end, -spent)
    yield f"is_open({here})", lambda: table.is_open(start), walk.is_open(start)
    yield f"next_open({here})", lambda: table.next_open(start), walk.next_open(start)


def a_calendar(zone: str, dice: Random) -> Calendar:
    """Hours of any shape, with holidays of every kind, other hours on a date, and a closed span."""
    some = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
    start = datetime.combine(some, datetime.min.time()) + timedelta(
        minutes=dice.randrange(_MINUTES)
    )
    closed = set(dice.sample(range(7), dice.randint(0, 4)))
    hours = _hours(dice)
    return Calendar(
        name="any",
        zone=zone,
        week=tuple(() if number in closed else hours for number in range(7)),
        holidays=frozenset({some + timedelta(days=dice.randint(-3, 3))}),
        dates=((some, ((10 * 3_600, 12 * 3_600),)),),
        breaks=((start, start + timedelta(minutes=dice.randint(1, 600))),),
        named=tuple(_holiday(dice) for _ in range(dice.randint(0, 3))),
    )


def _hours(dice: Random) -> tuple[Interval, ...]:
    """One to three intervals, the last perhaps past midnight."""
    marks = sorted(dice.sample(range(_MINUTES), 2 * dice.randint(1, 3)))
    pairs = [(a * MINUTE, b * MINUTE) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    if dice.random() < 0.5:
        opens = pairs[-1][0]
        tail = dice.randint(0, min(pairs[0][0], opens) // MINUTE)
        pairs[-1] = (opens, DAY_SECONDS + tail * MINUTE)
    return tuple(pairs)


def _holiday(dice: Random) -> Holiday:
    opens = dice.randrange(_MINUTES - 1)
    part = (opens * MINUTE, dice.randint(opens + 1, _MINUTES) * MINUTE)
    hours = part if dice.random() < 0.5 else None
    match dice.choice(("once", "year", "month", "week")):
        case "once":
            day = date(2026, 1, 1) + timedelta(days=dice.randrange(500))
            return Holiday("once", "Feast", on=day, hours=hours)
        case "week":
            return Holiday("week", "Feast", weekday=dice.randrange(7), hours=part)
        case "year":
            month = dice.randint(1, 12)
            nth = dice.choice((1, 2, 3, 4, -1))
            return Holiday(
                "year", "Feast", month=month, weekday=dice.randrange(7), nth=nth, hours=hours
            )
        case _:
            return Holiday("month", "Feast", day=dice.choice((1, 13, 28, -1)), hours=hours)
