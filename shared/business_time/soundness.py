"""What a calendar that could be read is still refused for: overlaps, and never being open (C6)."""

from collections.abc import Iterator, Sequence
from datetime import date

from shared.business_time.almanac import Almanac, number_of
from shared.business_time.faults import Fault
from shared.business_time.hours import DAY_SECONDS, DAYS, WEEK_SECONDS, Interval

_SHORTEST_YEAR = 365
_CYCLE = range(2001, 2029)
"""After twenty-eight years every date falls on its weekday again, leap days too."""

Week = Sequence[Sequence[Interval]]
Dates = Sequence[tuple[date, Sequence[Interval]]]
_Shift = tuple[int, int, str]


def overlaps(week: Week, dates: Dates) -> list[Fault]:
    """Every interval that begins before an earlier one has ended, also over midnight and Sunday.

    Hours of one date are compared with those of other dates, not with the week's: they replace it.
    """
    once = [
        (number * DAY_SECONDS + start, number * DAY_SECONDS + end, f"week.{DAYS[number]}[{place}]")
        for number, hours in enumerate(week)
        for place, (start, end) in enumerate(hours)
    ]
    again = [(start + WEEK_SECONDS, end + WEEK_SECONDS, path) for start, end, path in once]
    dated = [
        (
            day.toordinal() * DAY_SECONDS + start,
            day.toordinal() * DAY_SECONDS + end,
            f"dates.{day}[{place}]",
        )
        for day, hours in dates
        for place, (start, end) in enumerate(hours)
    ]
    found = {fault.path: fault for fault in _met_early([*once, *again])}
    return [*found.values(), *_met_early(dated)]


def never_open(week: Week, dates: Dates, almanac: Almanac) -> bool:
    """Whether holidays and breaks leave nothing of any shift."""
    if any(_opens_in(year, week, almanac) for year in _CYCLE if any(week)):
        return False
    return not any(
        number_of(day) not in almanac.days(number_of(day), number_of(day))
        and _leaves_some(number_of(day), hours, almanac)
        for day, hours in dates
    )


def _opens_in(year: int, week: Week, almanac: Almanac) -> bool:
    first = date(year, 1, 1)
    number = number_of(first)
    holidays = almanac.days(number, number)
    return any(
        _leaves_some(ahead, hours, almanac)
        for ahead in range(number, number + _SHORTEST_YEAR)
        if ahead not in holidays and (hours := week[(first.weekday() + ahead - number) % 7])
    )


def _leaves_some(number: int, hours: Sequence[Interval], almanac: Almanac) -> bool:
    midnight = number * DAY_SECONDS
    return any(_left(midnight + start, midnight + end, almanac) for start, end in hours)


def _left(start: int, end: int, almanac: Almanac) -> bool:
    at = start
    for part in almanac.parts(start, end):
        if part.start > at:
            return True
        at = max(at, part.end)
    return at < end


def _met_early(shifts: Sequence[_Shift]) -> Iterator[Fault]:
    reach, by = 0, ""
    for start, end, path in sorted(shifts):
        if start < reach and path != by:
            yield Fault(path, f"overlaps {by}")
        if end > reach:
            reach, by = end, path
