"""A named closing of a calendar: once or recurring, for whole days or for a part of each (C1)."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from shared.business_time.hours import DAYS, Interval, clock

Every: TypeAlias = Literal["once", "year", "month", "week"]

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Holiday:
    """When it falls: a date, a day of months (negative: from their end), or the nth of a weekday.

    `hours` is the closed span on the local clock, None for a day on which no shift starts (C2).
    """

    every: Every
    name: str = ""
    on: date | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    hours: Interval | None = None

    def days(self, year: int) -> Iterator[date]:
        """Its dates in one year; a month that lacks the day has none.

        >>> [*Holiday("year", "Thanksgiving", month=11, weekday=3, nth=4).days(2026)]
        [datetime.date(2026, 11, 26)]
        """
        if self.every == "once":
            if self.on is not None and self.on.year == year:
                yield self.on
        elif self.every == "week":
            first = date(year, 1, 1)
            ahead = ((self.weekday or 0) - first.weekday()) % len(DAYS)
            for number in range(ahead, 365 + gregorian.isleap(year), len(DAYS)):
                yield first + timedelta(days=number)
        else:
            for month in _MONTHS if self.month is None else (self.month,):
                day = self._day_of(year, month)
                if day is not None:
                    yield date(year, month, day)

    def to_mapping(self) -> dict[str, object]:
        """The file form: of `holidays` if it is but once, else of `holiday_rules`."""
        form: dict[str, object] = {"name": self.name} if self.name else {}
        if self.on is not None:
            form["date"] = self.on.isoformat()
        else:
            form["every"] = self.every
        numbers = {"month": self.month, "day": self.day, "nth": self.nth}
        form.update({key: value for key, value in numbers.items() if value is not None})
        if self.weekday is not None:
            form["weekday"] = DAYS[self.weekday]
        if self.hours is not None:
            form["from"], form["to"] = clock(self.hours[0]), clock(self.hours[1], last=True)
        return form

    def _day_of(self, year: int, month: int) -> int | None:
        first, length = gregorian.monthrange(year, month)
        if self.weekday is None or self.nth is None:
            found = self.day or 0
            found = found if found > 0 else length + 1 + found
        elif self.nth > 0:
            found = 1 + (self.weekday - first) % len(DAYS) + (self.nth - 1) * len(DAYS)
        else:
            last = (first + length - 1) % len(DAYS)
            found = length - (last - self.weekday) % len(DAYS) + (self.nth + 1) * len(DAYS)
        return found if 1 <= found <= length else None


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The days off of a country or a part of it, as they were known when they were looked up."""

    country: str
    subdivision: str | None
    days: tuple[tuple[date, str], ...]

    def to_mapping(self) -> dict[str, object]:
        """The wish of the file, with the dates that it came to."""
        wish: dict[str, object] = {"country": self.country}
        if self.subdivision is not None:
            wish["subdivision"] = self.subdivision
        return {**wish, "days": {day.isoformat(): name for day, name in self.days}}
