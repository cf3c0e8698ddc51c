"""Business hours as people define them: a zone, weekly hours, holidays, special dates, breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.business_time.almanac import Almanac
from shared.business_time.faults import CalendarRefused, Fault
from shared.business_time.holiday import Holiday, PublicHolidays
from shared.business_time.hours import DAY_SECONDS, DAYS, Interval, clock
from shared.business_time.reading import Reader
from shared.business_time.soundness import never_open, overlaps


@dataclass(frozen=True, slots=True)
class Calendar:
    """One immutable set of business hours (C1); hashable, so that it is compiled once.

    `week` has seven entries from Monday; `breaks` are closed spans on the local clock. `holidays`
    and `annual_holidays` are the nameless ones, `named` all others, once or recurring.
    """

    name: str
    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = field(default_factory=frozenset)
    annual_holidays: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    dates: tuple[tuple[date, tuple[Interval, ...]], ...] = ()
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    named: tuple[Holiday, ...] = ()
    public: tuple[PublicHolidays, ...] = ()

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
        holidays = reader.holidays()
        calendar = cls(
            name=name,
            zone=reader.zone(),
            week=reader.week(),
            holidays=holidays.plain,
            annual_holidays=reader.annual_holidays(),
            dates=reader.dates(),
            breaks=reader.breaks(),
            named=(*holidays.named, *reader.holiday_rules()),
            public=holidays.public,
        )
        faults = [*reader.faults(), *overlaps(calendar.week, calendar.dates)]
        if not faults and never_open(calendar.week, calendar.dates, calendar.almanac()):
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
        mapping.update((key, value) for key, value in self._closings() if value)
        return mapping

    def almanac(self) -> Almanac:
        """All its holidays and breaks, made anew at each call."""
        return Almanac(
            self.holidays, self.annual_holidays, [*self.named, *self._public_days()], self.breaks
        )

    def _public_days(self) -> Iterator[Holiday]:
        for public in self.public:
            for day, name in public.days:
                yield Holiday("once", name, on=day)

    def _closings(self) -> Iterator[tuple[str, object]]:
        once = [holiday.to_mapping() for holiday in self.named if holiday.every == "once"]
        public = [one.to_mapping() for one in self.public]
        yield "holidays", [*(day.isoformat() for day in sorted(self.holidays)), *once, *public]
        yield "annual_holidays", [f"{m:02}-{d:02}" for m, d in sorted(self.annual_holidays)]
        yield "holiday_rules", [h.to_mapping() for h in self.named if h.every != "once"]
        yield (
            "dates",
            {
                day.isoformat(): [_written(interval) for interval in hours]
                for day, hours in self.dates
            },
        )
        yield (
            "breaks",
            [
                [f"{start:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}"]
                for start, end in self.breaks
            ],
        )


ALWAYS_OPEN = Calendar(name="24x7", zone="UTC", week=(((0, DAY_SECONDS),),) * 7)
"""The calendar that always exists."""


def _written(interval: Interval) -> list[str]:
    return [clock(interval[0]), clock(interval[1], last=True)]
