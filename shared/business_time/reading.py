"""Reading a calendar's file form, collecting every fault on the way."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from shared.business_time.faults import Fault
from shared.business_time.hours import DAY_SECONDS, DAYS, Interval
from shared.business_time.instant import zone_named

_KEYS = frozenset({"zone", "week", "holidays", "annual_holidays", "dates", "breaks"})
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LEAP_YEAR = 2000
_PAIR = 2


class Reader:
    """One pass over a mapping; each part answers what could be read and notes what could not."""

    def __init__(self, mapping: Mapping[str, object]) -> None:
        self._mapping = mapping
        self._faults = [Fault(str(key), "unknown key") for key in mapping if key not in _KEYS]

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

    def holidays(self) -> frozenset[date]:
        """Dates on which no shift starts."""
        return frozenset(
            day
            for path, text in self._list_at("holidays")
            if (day := self._date(path, text)) is not None
        )

    def annual_holidays(self) -> frozenset[tuple[int, int]]:
        """Month and day of yearly holidays; `02-29` counts in leap years alone."""
        found = set()
        for path, text in self._list_at("annual_holidays"):
            day = self._date(path, f"{_LEAP_YEAR}-{text}", shown=text, form="MM-DD")
            if day is not None:
                found.add((day.month, day.day))
        return frozenset(found)

    def dates(self) -> tuple[tuple[date, tuple[Interval, ...]], ...]:
        """Hours that replace those of one date."""
        found = []
        for text, hours in self._mapping_at("dates").items():
            day = self._date(f"dates.{text}", text)
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
        start = self._clock(f"{path}[0]", pair[0], last=False)
        end = self._clock(f"{path}[1]", pair[1], last=True)
        if start is None or end is None:
            return None
        if start == end:
            self._note(path, "ends when it starts; a whole day is 00:00 to 24:00")
            return None
        return (start, end) if end > start else (start, end + DAY_SECONDS)

    def _clock(self, path: str, text: object, *, last: bool) -> int | None:
        if last and text == "24:00":
            return DAY_SECONDS
        found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            self._note(path, f"'{text}' is no time of day such as 09:00")
            return None
        return int(found[1]) * 3_600 + int(found[2]) * 60

    def _date(
        self, path: str, text: object, *, shown: object = None, form: str = "YYYY-MM-DD"
    ) -> date | None:
        if isinstance(text, date) and not isinstance(text, datetime):
            return text
        written = str(text)
        try:
            if _DATE.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            pass
        self._note(path, f"'{shown or text}' is no date of the form {form}")
        return None

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
        self._faults.append(Fault(path, message))
