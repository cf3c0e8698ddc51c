"""Dates and times of day as people write them, each fault noted at its path."""

import re
from datetime import date, datetime

from shared.business_time.faults import Fault
from shared.business_time.hours import DAY_SECONDS, Interval

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Words:
    """Reads single values and keeps the faults of all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def note(self, path: str, message: str) -> None:
        """Keep one fault."""
        self._faults.append(Fault(path, message))

    def interval(
        self, path: str, start: tuple[str, object], end: tuple[str, object]
    ) -> Interval | None:
        """Two times of day, each with its path; an end that is not after its start is the next day's."""
        opens = self._clock(*start, last=False)
        closes = self._clock(*end, last=True)
        if opens is None or closes is None:
            return None
        if opens == closes:
            self.note(path, "ends when it starts; a whole day is 00:00 to 24:00")
            return None
        return (opens, closes) if closes > opens else (opens, closes + DAY_SECONDS)

    def day(
        self, path: str, text: object, *, shown: object = None, form: str = "YYYY-MM-DD"
    ) -> date | None:
        """A date as text or as YAML reads it."""
        if isinstance(text, date) and not isinstance(text, datetime):
            return text
        written = str(text)
        try:
            if _DATE.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            pass
        self.note(path, f"'{shown or text}' is no date of the form {form}")
        return None

    def _clock(self, path: str, text: object, *, last: bool) -> int | None:
        if last and text == "24:00":
            return DAY_SECONDS
        found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            self.note(path, f"'{text}' is no time of day such as 09:00")
            return None
        return int(found[1]) * 3_600 + int(found[2]) * 60
