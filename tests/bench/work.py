"""The work that every library is given: the same calendars, the same starts, the same questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from shared.business_time import Calendar, Timetable, parse_instant, timetable

MINUTE, HOUR, DAY = 60, 3_600, 86_400
YEAR = 365 * DAY + DAY // 4
FIRST, LAST = "2025-12-01", "2033-01-31"
"""Days between which everything that is asked lies; who computes in advance computes these."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WEEKDAYS, "sat", "sun")
HOLIDAYS = tuple((month, 15) for month in range(1, 13))
STARTS = 400


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours as every library can be told them; `shifts` on each of `days`."""

    name: str
    zone: str
    days: tuple[str, ...]
    shifts: tuple[tuple[str, str], ...]
    holidays: bool

    @property
    def mapping(self) -> Mapping[str, Any]:
        """The form of a calendar."""
        annual = [f"{month:02}-{day:02}" for month, day in HOLIDAYS] if self.holidays else []
        shifts = [list(shift) for shift in self.shifts]
        return {
            "zone": self.zone,
            "week": dict.fromkeys(self.days, shifts),
            "annual_holidays": annual,
        }

    @property
    def table(self) -> Timetable:
        """Ours, compiled as far as it was asked."""
        return timetable(Calendar.from_mapping(self.name, self.mapping))


NEW_YORK = "America/New_York"
HOURS = (
    Hours("24x7", "UTC", WEEK, (("00:00", "24:00"),), holidays=False),
    Hours("Mon-Fri 9-17", NEW_YORK, WEEKDAYS, (("09:00", "17:00"),), holidays=True),
    Hours("split shifts", NEW_YORK, WEEKDAYS, (("08:00", "12:00"), ("13:00", "17:30")), True),
    Hours("overnight", NEW_YORK, WEEK, (("22:00", "06:00"),), holidays=False),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Add `seconds` of open time, or ask how much of the next `seconds` is open."""

    name: str
    kind: Literal["add", "difference"]
    seconds: int


QUESTIONS = (
    Question("add 1 h", "add", HOUR),
    Question("add 24 h", "add", DAY),
    Question("add 30 d", "add", 30 * DAY),
    Question("difference 1 d", "difference", DAY),
    Question("difference 1 month", "difference", 30 * DAY),
    Question("difference 5 y", "difference", 5 * YEAR // MINUTE * MINUTE),
)


def starts_of(table: Timetable) -> list[int]:
    """Open minutes of one year, some in every month; the hour of a start is anybody's."""
    dice = Random(7)
    first = parse_instant("2026-01-01T00:00:00Z")
    found: list[int] = []
    while len(found) < STARTS:
        at = first + dice.randrange(365 * DAY // MINUTE) * MINUTE
        if table.is_open(at):
            found.append(at)
    return found
