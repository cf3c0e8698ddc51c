"""Business hours as people define them: a zone, weekly hours, holidays, special dates, breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.business_time.faults import CalendarRefused, Fault
from shared.business_time.hours import DAY_SECONDS, DAYS, Interval
from shared.business_time.reading import Reader
from shared.business_time.soundness import never_open, overlaps


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
        """Read the file form; raises CalendarRefused with every fault at once (C6).

        >>> Calendar.from_mapping("Night", {"zone": "Mars", "week": {"mon": [["22:00", "22:00"]]}})
        Traceback (most recent call last):
        ...
        shared.business_time.faults.CalendarRefused: calendar 'Night': \
zone: 'Mars' is no IANA time zone; \
week.mon[0]: ends when it starts; a whole day is 00:00 to 24:00
        """
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
        faults = [*reader.faults(), *overlaps(calendar.week, calendar.dates)]
        if not faults and calendar._is_never_open():
            faults.append(Fault("week", "the calendar is never open"))
        if faults:
            raise CalendarRefused(name, tuple(faults))
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

    def _is_never_open(self) -> bool:
        return never_open(self.week, self.dates, self.holidays, self.annual_holidays)


ALWAYS_OPEN = Calendar(name="24x7", zone="UTC", week=(((0, DAY_SECONDS),),) * 7)
"""The calendar that always exists."""


def _written(interval: Interval) -> list[str]:
    return [_clock(interval[0]), "24:00" if interval[1] == DAY_SECONDS else _clock(interval[1])]


def _clock(seconds: int) -> str:
    minutes = seconds % DAY_SECONDS // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
