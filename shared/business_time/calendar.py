"""Business hours as people define them: a zone, weekly hours, holidays, special dates, breaks."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.business_time.faults import CalendarRefused, Fault
from shared.business_time.reading import Reader

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS

Interval = tuple[int, int]
"""Seconds since local midnight; an end beyond 86400 runs into the next day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One immutable set of business hours (C1); hashable, so that it is compiled once.

    `week` has seven entries from Monday; `breaks` are closed spans on the local clock.
    """

    name: str
    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = field(default_factory=frozenset)
    annual_holidays: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    dates: tuple[tuple[date, tuple[Interval, ...]], ...] = ()
    breaks: tuple[tuple[datetime, datetime], ...] = ()

    @classmethod
    def from_mapping(cls, name: str, mapping: Mapping[str, object]) -> "Calendar":
        """Read the file form; raises CalendarRefused with every fault at once (C6)."""
        reader = Reader(mapping)
        calendar = cls(
            name=name,
            zone=reader.zone(),
            week=reader.week(),
            holidays=reader.holidays(),
            annual_holidays=reader.annual_holidays(),
            dates=reader.dates(),
            breaks=reader.breaks(),
        )
        faults = (*reader.faults(), *_overlaps(calendar), *_never_open(calendar, reader))
        if faults:
            raise CalendarRefused(name, faults)
        return calendar

    def to_mapping(self) -> dict[str, object]:
        """The file form again; `from_mapping` of it gives an equal calendar."""
        mapping: dict[str, object] = {
            "zone": self.zone,
            "week": {
                day: [_written(interval) for interval in hours]
                for day, hours in zip(DAYS, self.week, strict=True)
                if hours
            },
        }
        if self.holidays:
            mapping["holidays"] = [day.isoformat() for day in sorted(self.holidays)]
        if self.annual_holidays:
            mapping["annual_holidays"] = [f"{m:02}-{d:02}" for m, d in sorted(self.annual_holidays)]
        if self.dates:
            mapping["dates"] = {
                day.isoformat(): [_written(interval) for interval in hours]
                for day, hours in self.dates
            }
        if self.breaks:
            mapping["breaks"] = [
                [f"{start:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}"]
                for start, end in self.breaks
            ]
        return mapping

    def is_holiday(self, day: date) -> bool:
        """Whether no shift starts on `day` (C2)."""
        return day in self.holidays or (day.month, day.day) in self.annual_holidays


ALWAYS_OPEN = Calendar(name="24x7", zone="UTC", week=(((0, DAY_SECONDS),),) * 7)
"""The calendar that always exists."""


def _written(interval: Interval) -> list[str]:
    return [_clock(interval[0]), "24:00" if interval[1] == DAY_SECONDS else _clock(interval[1])]


def _clock(seconds: int) -> str:
    minutes = seconds % DAY_SECONDS // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _overlaps(calendar: Calendar) -> list[Fault]:
    return [*_overlaps_in_week(calendar), *_overlaps_in_dates(calendar)]


def _overlaps_in_week(calendar: Calendar) -> list[Fault]:
    shifts = sorted(
        (number * DAY_SECONDS + start, number * DAY_SECONDS + end, f"week.{DAYS[number]}[{place}]")
        for number, hours in enumerate(calendar.week)
        for place, (start, end) in enumerate(hours)
    )
    if not shifts:
        return []
    start, end, path = shifts[0]
    ring = [*shifts, (start + WEEK_SECONDS, end + WEEK_SECONDS, path)]
    return [
        Fault(there[2], f"overlaps {here[2]}")
        for here, there in itertools.pairwise(ring)
        if there[0] < here[1] and here[2] != there[2]
    ]


def _overlaps_in_dates(calendar: Calendar) -> list[Fault]:
    faults = []
    for day, hours in calendar.dates:
        ordered = sorted(enumerate(hours), key=lambda pair: pair[1])
        for (first, here), (second, there) in itertools.pairwise(ordered):
            if there[0] < here[1]:
                faults.append(Fault(f"dates.{day}[{second}]", f"overlaps dates.{day}[{first}]"))
    return faults


def _never_open(calendar: Calendar, reader: Reader) -> list[Fault]:
    opens = any(calendar.week) or any(hours for _, hours in calendar.dates)
    return [] if opens or reader.faults() else [Fault("week", "the calendar is never open")]
