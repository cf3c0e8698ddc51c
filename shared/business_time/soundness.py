"""What a calendar that could be read is still refused for: overlaps, and never being open (C6)."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from shared.business_time.faults import Fault
from shared.business_time.hours import DAY_SECONDS, DAYS, WEEK_SECONDS, Interval

_DATES_OF_A_LEAP_YEAR = 366

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


def never_open(
    week: Week, dates: Dates, holidays: AbstractSet[date], annual: AbstractSet[tuple[int, int]]
) -> bool:
    """Whether no shift starts on any date, past or future."""
    if any(week) and len(annual) < _DATES_OF_A_LEAP_YEAR:
        return False
    return not any(
        hours and day not in holidays and (day.month, day.day) not in annual for day, hours in dates
    )


def _met_early(shifts: Sequence[_Shift]) -> Iterator[Fault]:
    reach, by = 0, ""
    for start, end, path in sorted(shifts):
        if start < reach and path != by:
            yield Fault(path, f"overlaps {by}")
        if end > reach:
            reach, by = end, path
