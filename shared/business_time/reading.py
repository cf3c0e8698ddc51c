"""Reading a calendar's file form, collecting every fault on the way."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from shared.business_time.faults import Fault
from shared.business_time.holiday import Holiday
from shared.business_time.holiday_reading import HolidayReader, Holidays
from shared.business_time.hours import DAYS, Interval
from shared.business_time.instant import zone_named
from shared.business_time.words import Words

_KEYS = frozenset(
    {"zone", "week", "holidays", "annual_holidays", "holiday_rules", "dates", "breaks"}
)
_LEAP_YEAR = 2000
_PAIR = 2


class Reader:
    """One pass over a mapping; each part answers what could be read and notes what could not."""

    def __init__(self, mapping: Mapping[str, object]) -> None:
        self._mapping = mapping
        self._faults = [Fault(str(key), "unknown key") for key in mapping if key not in _KEYS]
        self._words = Words(self._faults)
        self._holidays = HolidayReader(self._words)

    def faults(self) -> tuple[Fault, ...]:
        """Everything that was wrong so far."""
        return tuple(self._faults)

    def zone(self) -> str:
        """The IANA name; `UTC` stands in when it is wrong."""
        name = self._mapping.get("zone")
        if not isinstance(name, str) or not name:
            self._note("zone", "the time zone is missing; name one such as Europe/Berlin")
            return "UTC"
        try:
            zone_named(name)
        except ValueError:
            self._note("zone", f"'{name}' is no IANA time zone")
            return "UTC"
        return name

    def week(self) -> tuple[tuple[Interval, ...], ...]:
        """Hours of the seven days from Monday."""
        week = self._mapping_at("week", required=True)
        for key in week:
            if key not in DAYS:
                self._note(f"week.{key}", "no such day; use mon, tue, wed, thu, fri, sat, sun")
        return tuple(tuple(self._intervals(f"week.{day}", week.get(day, ()))) for day in DAYS)

    def holidays(self) -> Holidays:
        """Dates on which no shift starts: plain, named, part-day, or those of a country."""
        given = self._mapping.get("holidays")
        entries = [("holidays", given)] if isinstance(given, Mapping) else self._list_at("holidays")
        return self._holidays.once(entries)

    def holiday_rules(self) -> tuple[Holiday, ...]:
        """Holidays that recur by a rule."""
        return self._holidays.rules(self._list_at("holiday_rules"))

    def annual_holidays(self) -> frozenset[tuple[int, int]]:
        """Month and day of yearly holidays; `02-29` counts in leap years alone."""
        found = set()
        for path, text in self._list_at("annual_holidays"):
            day = self._words.day(path, f"{_LEAP_YEAR}-{text}", shown=text, form="MM-DD")
            if day is not None:
                found.add((day.month, day.day))
        return frozenset(found)

    def dates(self) -> tuple[tuple[date, tuple[Interval, ...]], ...]:
        """Hours that replace those of one date."""
        found = []
        for text, hours in self._mapping_at("dates").items():
            day = self._words.day(f"dates.{text}", text)
            intervals = tuple(self._intervals(f"dates.{text}", hours))
            if day is not None:
                found.append((day, intervals))
        return tuple(sorted(found))

    def breaks(self) -> tuple[tuple[datetime, datetime], ...]:
        """Closed spans on the local clock."""
        found = []
        for path, pair in self._list_at("breaks"):
            start, end = self._readings(path, pair)
            if start is None or end is None:
                continue
            if end <= start:
                self._note(path, "ends before it starts")
                continue
            found.append((start, end))
        return tuple(sorted(found))

    def _readings(self, path: str, pair: object) -> tuple[datetime | None, datetime | None]:
        if not isinstance(pair, list | tuple) or len(pair) != _PAIR:
            self._note(path, "write a pair such as [2026-07-03T12:00, 2026-07-03T17:00]")
            return None, None
        return self._reading(f"{path}[0]", pair[0]), self._reading(f"{path}[1]", pair[1])

    def _reading(self, path: str, text: object) -> datetime | None:
        if isinstance(text, datetime):
            reading: datetime | None = text
        else:
            try:
                reading = datetime.fromisoformat(str(text))
            except ValueError:
                reading = None
        if reading is None or reading.tzinfo is not None:
            self._note(path, f"'{text}' is no local clock reading such as 2026-07-03T12:00")
            return None
        return reading.replace(microsecond=0)

    def _intervals(self, path: str, hours: object) -> Iterator[Interval]:
        if not isinstance(hours, list | tuple):
            self._note(path, "write a list of intervals such as [[09:00, 17:00]]")
            return
        for place, pair in enumerate(hours):
            interval = self._interval(f"{path}[{place}]", pair)
            if interval is not None:
                yield interval

    def _interval(self, path: str, pair: object) -> Interval | None:
        if not isinstance(pair, list | tuple) or len(pair) != _PAIR:
            self._note(path, "write a pair such as [09:00, 17:00]")
            return None
        return self._words.interval(path, (f"{path}[0]", pair[0]), (f"{path}[1]", pair[1]))

    def _mapping_at(self, key: str, *, required: bool = False) -> Mapping[str, object]:
        value = self._mapping.get(key)
        if value is None and not required:
            return {}
        if not isinstance(value, Mapping):
            self._note(key, "is missing" if value is None else "must be a mapping")
            return {}
        return {str(name): item for name, item in value.items()}

    def _list_at(self, key: str) -> Iterator[tuple[str, object]]:
        value = self._mapping.get(key)
        if value is None:
            return
        if not isinstance(value, list | tuple):
            self._note(key, "must be a list")
            return
        for place, item in enumerate(value):
            yield f"{key}[{place}]", item

    def _note(self, path: str, message: str) -> None:
        self._words.note(path, message)
