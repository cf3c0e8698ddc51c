"""Which days and hours of the local clock are taken out, worked out a year at a time (C1, C2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from shared.business_time.holiday import Holiday
from shared.business_time.hours import DAY_SECONDS

Wall: TypeAlias = int
"""Seconds of the local clock since its 1970; days are numbered from there as well."""

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - readings of the wall carry no zone


@dataclass(frozen=True, slots=True)
class ClosedPart:
    """A closed span on the wall: a break, or the hours of a part-day holiday."""

    start: Wall
    end: Wall
    name: str = ""
    is_holiday: bool = False


class Almanac:
    """All holidays of a calendar; whole days are those on which no shift starts."""

    def __init__(
        self,
        holidays: Iterable[date],
        annual: Iterable[tuple[int, int]],
        named: Iterable[Holiday],
        breaks: Iterable[tuple[datetime, datetime]],
    ) -> None:
        plain = [Holiday("once", on=day) for day in holidays]
        yearly = [Holiday("year", month=month, day=day) for month, day in annual]
        self._whole = _Yearly(
            [*plain, *yearly, *(holiday for holiday in named if holiday.hours is None)]
        )
        self._part = _Yearly([holiday for holiday in named if holiday.hours is not None])
        self._breaks = [ClosedPart(_reading(start), _reading(end)) for start, end in breaks]

    def days(self, first: int, last: int) -> Mapping[int, str]:
        """The name of each whole-day holiday from one numbered day to another; unnamed ones are ''."""
        found: dict[int, str] = {}
        for year in range(year_of(first), year_of(last) + 1):
            for number, holiday in self._whole.of(year):
                found[number] = found.get(number) or holiday.name
        return found

    def parts(self, low: Wall, high: Wall) -> list[ClosedPart]:
        """Closed spans that touch [low, high), by their start; breaks before holidays."""
        found = [part for part in self._breaks if part.start < high and part.end > low]
        for year in range(year_of(low // DAY_SECONDS - 1), year_of(high // DAY_SECONDS) + 1):
            found += [part for part in self._parts_of(year) if part.start < high and part.end > low]
        return sorted(found, key=lambda part: (part.start, part.is_holiday, part.end))

    def _parts_of(self, year: int) -> Iterator[ClosedPart]:
        for number, holiday in self._part.of(year):
            if holiday.hours is not None:
                start, end = holiday.hours
                midnight = number * DAY_SECONDS
                yield ClosedPart(midnight + start, midnight + end, holiday.name, is_holiday=True)


class _Yearly:
    """Holidays spread over the years that were asked about."""

    def __init__(self, holidays: list[Holiday]) -> None:
        self._recurring = [holiday for holiday in holidays if holiday.every != "once"]
        self._years: dict[int, list[tuple[int, Holiday]]] = {}
        self._once: dict[int, list[Holiday]] = {}
        for holiday in holidays:
            if holiday.on is not None:
                self._once.setdefault(holiday.on.year, []).append(holiday)

    def of(self, year: int) -> list[tuple[int, Holiday]]:
        """Numbered days of one year, each with its holiday."""
        found = self._years.get(year)
        if found is None:
            found = [
                (number_of(day), holiday)
                for holiday in (*self._once.get(year, ()), *self._recurring)
                for day in holiday.days(year)
            ]
            self._years[year] = found
        return found


def number_of(day: date) -> int:
    """Days from 1970-01-01 to a date."""
    return day.toordinal() - _EPOCH_DAY


def date_of(number: int) -> date:
    """The date of a numbered day."""
    return date.fromordinal(_EPOCH_DAY + number)


def year_of(number: int) -> int:
    """The year in which a numbered day lies."""
    return date_of(number).year


def _reading(moment: datetime) -> Wall:
    return (moment - _EPOCH) // timedelta(seconds=1)
