"""Reading holidays: dates plain or named, those of a country, and rules by which they recur."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.business_time.holiday import Every, Holiday, PublicHolidays
from shared.business_time.hours import DAYS, Interval
from shared.business_time.words import Words

_RECURRING: Mapping[str, Every] = {"year": "year", "month": "month", "week": "week"}
_ONCE_KEYS = frozenset({"date", "name", "from", "to"})
_RULE_KEYS = frozenset({"every", "name", "month", "day", "weekday", "nth", "from", "to"})
_PUBLIC_KEYS = frozenset({"country", "subdivision", "days"})
_LONGEST_NAME = 100
_MONTHS, _MOST_DAYS, _MOST_WEEKS = 12, 31, 5
_DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Entries = Iterable[tuple[str, object]]
Form = Mapping[object, object]


@dataclass(frozen=True, slots=True)
class Holidays:
    """The entries of `holidays`, by kind."""

    plain: frozenset[date]
    named: tuple[Holiday, ...]
    public: tuple[PublicHolidays, ...]


class HolidayReader:
    """Answers what could be read; what could not is noted at its path."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def once(self, entries: Entries) -> Holidays:
        """Read what falls on dates."""
        plain: set[date] = set()
        named: list[Holiday] = []
        public: list[PublicHolidays] = []
        for path, entry in entries:
            if not isinstance(entry, Mapping):
                day = self._words.day(path, entry)
                plain |= {day} if day is not None else set()
            elif "country" in entry:
                public += self._public(path, entry)
            else:
                named += self._dated(path, entry)
        return Holidays(frozenset(plain), tuple(named), tuple(public))

    def rules(self, entries: Entries) -> tuple[Holiday, ...]:
        """Read what recurs."""
        return tuple(rule for path, entry in entries for rule in self._rule(path, entry))

    def _dated(self, path: str, entry: Form) -> list[Holiday]:
        self._unknown_keys(path, entry, _ONCE_KEYS)
        name, hours = self._name(path, entry), self._hours(path, entry)
        if "date" not in entry:
            self._words.note(f"{path}.date", "is missing; give a date, or a country")
            return []
        day = self._words.day(f"{path}.date", entry["date"])
        return [] if day is None else [Holiday("once", name, on=day, hours=hours)]

    def _public(self, path: str, entry: Form) -> list[PublicHolidays]:
        self._unknown_keys(path, entry, _PUBLIC_KEYS)
        country, subdivision = entry["country"], entry.get("subdivision")
        for key, value in (("country", country), ("subdivision", subdivision)):
            if not isinstance(value, str) and not (key == "subdivision" and value is None):
                self._words.note(f"{path}.{key}", "is no code such as US or NY; put it in quotes")
        days = entry.get("days")
        if not isinstance(days, Mapping):
            self._words.note(path, "the days off of a country are looked up when it is published")
            return []
        found = []
        for text, name in days.items():
            day = self._words.day(f"{path}.days.{text}", text)
            if day is not None:
                found.append((day, str(name)))
        region = str(subdivision) if subdivision is not None else None
        return [PublicHolidays(str(country), region, tuple(sorted(found)))]

    def _rule(self, path: str, entry: object) -> list[Holiday]:
        if not isinstance(entry, Mapping):
            self._words.note(
                path, "write a rule such as {name: New Year, every: year, month: 1, day: 1}"
            )
            return []
        self._unknown_keys(path, entry, _RULE_KEYS)
        name, hours = self._name(path, entry), self._hours(path, entry)
        every = _RECURRING.get(str(entry.get("every")))
        if every is None:
            self._words.note(f"{path}.every", "is one of year, month, week")
            return []
        month = self._month(path, entry, every)
        day, weekday, nth = self._day(path, entry, every, month)
        if day is None and weekday is None:
            return []
        return [Holiday(every, name, None, month, day, weekday, nth, hours)]

    def _month(self, path: str, entry: Form, every: Every) -> int | None:
        if every == "year":
            return self._number(f"{path}.month", entry.get("month"), 1, _MONTHS)
        if "month" in entry:
            self._words.note(f"{path}.month", f"has no place in what falls every {every}")
        return None

    def _day(
        self, path: str, entry: Form, every: Every, month: int | None
    ) -> tuple[int | None, int | None, int | None]:
        """Day of the month, or weekday and which one; all None if it cannot be told."""
        if every == "week":
            for key in ("day", "nth"):
                if key in entry:
                    self._words.note(f"{path}.{key}", "has no place in what falls every week")
            return None, self._weekday(path, entry), None
        if ("day" in entry) == ("weekday" in entry):
            self._words.note(path, "says either day, or weekday and nth")
            return None, None, None
        if "day" in entry:
            if "nth" in entry:
                self._words.note(f"{path}.nth", "goes with a weekday, not with a day")
            most = _DAYS_OF_MONTHS[month - 1] if month else _MOST_DAYS
            day = self._number(f"{path}.day", entry["day"], 1, most, from_the_end=True)
            return day, None, None
        weekday = self._weekday(path, entry)
        given = -1 if entry.get("nth") == "last" else entry.get("nth")
        nth = self._number(f"{path}.nth", given, 1, _MOST_WEEKS, from_the_end=True)
        return (None, weekday, nth) if nth is not None else (None, None, None)

    def _weekday(self, path: str, entry: Form) -> int | None:
        given = entry.get("weekday")
        if given in DAYS:
            return DAYS.index(str(given))
        self._words.note(f"{path}.weekday", f"is one of {', '.join(DAYS)}")
        return None

    def _number(
        self, path: str, value: object, least: int, most: int, *, from_the_end: bool = False
    ) -> int | None:
        size = abs(value) if from_the_end and isinstance(value, int) else value
        if isinstance(size, int) and not isinstance(value, bool) and least <= size <= most:
            return int(str(value))
        or_last = f", or -{most} to -{least} from the end" if from_the_end else ""
        self._words.note(path, f"is a number from {least} to {most}{or_last}")
        return None

    def _name(self, path: str, entry: Form) -> str:
        name = entry.get("name", "")
        if isinstance(name, str) and len(name) <= _LONGEST_NAME:
            return name.strip()
        self._words.note(f"{path}.name", f"is no text of at most {_LONGEST_NAME} characters")
        return ""

    def _hours(self, path: str, entry: Form) -> Interval | None:
        given = [key for key in ("from", "to") if key in entry]
        if not given:
            return None
        if len(given) == 1:
            missing = "to" if given == ["from"] else "from"
            self._words.note(f"{path}.{missing}", "is missing: a part of a day has both its ends")
            return None
        return self._words.interval(
            path, (f"{path}.from", entry["from"]), (f"{path}.to", entry["to"])
        )

    def _unknown_keys(self, path: str, entry: Form, known: frozenset[str]) -> None:
        for key in entry:
            if key not in known:
                self._words.note(f"{path}.{key}", "unknown key")
