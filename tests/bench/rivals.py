"""Other libraries, told the same hours and asked the same questions in their own words."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from shared.business_time import Timetable, to_datetime
from tests.bench.work import FIRST, HOLIDAYS, LAST, MINUTE, WEEK, Hours, Question

Ask = Callable[[Any], Any]
"""One question, of a start in the library's own form."""


class Rival(Protocol):
    """How a library is asked; `start` and `seconds` are its doors in and out, and are not timed."""

    name: str

    def start(self, instant: int, question: Question) -> Any: ...

    def ask(self, question: Question) -> Ask: ...

    def seconds(self, answer: Any, question: Question) -> int:
        """The answer: an instant of an `add`, seconds of a difference."""
        ...


class Ours:
    """business_time, with instants."""

    name = "business_time"

    def __init__(self, hours: Hours) -> None:
        self.table: Timetable = hours.table

    def start(self, instant: int, question: Question) -> Any:
        return instant

    def ask(self, question: Question) -> Ask:
        table, seconds = self.table, question.seconds
        if question.kind == "add":
            return lambda at: table.add(at, seconds)
        return lambda at: table.elapsed(at, at + seconds)

    def seconds(self, answer: Any, question: Question) -> int:
        return int(answer)


class BusinessTimeDelta:
    """PyPI's businesstimedelta, which walks from shift to shift."""

    name = "businesstimedelta"

    def __init__(self, hours: Hours) -> None:
        self._library: Any = import_module("businesstimedelta")
        zone: Any = import_module("pytz").timezone(hours.zone)
        days = [WEEK.index(day) for day in hours.days]
        rules = [
            self._library.WorkDayRule(_time(start), _time(end), days, tz=zone)
            for start, end in hours.shifts
        ]
        if hours.holidays:
            years = range(int(FIRST[:4]), int(LAST[:4]) + 1)
            taken = {dt.date(year, *day) for year in years for day in HOLIDAYS}
            rules.append(self._library.HolidayRule(taken, tz=zone))
        self._rules = self._library.Rules(rules)

    def start(self, instant: int, question: Question) -> Any:
        return to_datetime(instant)

    def ask(self, question: Question) -> Ask:
        rules, span = self._rules, dt.timedelta(seconds=question.seconds)
        if question.kind == "difference":
            return lambda at: rules.difference(at, at + span)
        added = self._library.BusinessTimeDelta(rules, timedelta=span)
        return lambda at: at + added

    def seconds(self, answer: Any, question: Question) -> int:
        if question.kind == "add":
            return int(answer.timestamp() + 0.5)
        return int(answer.timedelta.total_seconds() + 0.5)


class ExchangeCalendars:
    """PyPI's exchange_calendars, which keeps every open minute of all years in an array."""

    name = "exchange_calendars"

    def __init__(self, hours: Hours) -> None:
        library: Any = import_module("exchange_calendars.exchange_calendar")
        self._pandas: Any = import_module("pandas")
        kept = _exchange(library.ExchangeCalendar, hours)
        self._calendar = kept(start=FIRST, end=LAST, side="left")
        self._calendar.minutes  # noqa: B018 - computed once, before anybody measures

    def start(self, instant: int, question: Question) -> Any:
        return self._pandas.Timestamp(instant, unit="s", tz="UTC")

    def ask(self, question: Question) -> Ask:
        calendar, minutes = self._calendar, question.seconds // MINUTE
        if question.kind == "add":
            # the last minute that counts; the answer is its end
            return lambda at: calendar.minute_offset(at, minutes - 1)
        last = self._pandas.Timedelta(seconds=question.seconds - MINUTE)
        return lambda at: calendar.minutes_distance(at, at + last)

    def seconds(self, answer: Any, question: Question) -> int:
        return int(answer.timestamp()) + MINUTE if question.kind == "add" else answer * MINUTE


def _time(text: str) -> dt.time:
    """Midnight at the end of a day cannot be said there: a microsecond less."""
    return dt.time.max if text == "24:00" else dt.time.fromisoformat(text)


def _exchange(parent: type[Any], hours: Hours) -> type[Any]:
    """A calendar class: its own two shifts are a session with a break, its nights begin a day early."""
    holiday: Any = import_module("pandas.tseries.holiday").Holiday
    calendar: Any = import_module("exchange_calendars.exchange_calendar").HolidayCalendar
    rules = [holiday(f"{month}", month=month, day=day) for month, day in HOLIDAYS]
    opens, closes = hours.shifts[0][0], hours.shifts[-1][1]
    until_midnight, over_midnight = closes == "24:00", closes < opens
    members: dict[str, Any] = {
        "name": hours.name,
        "tz": ZoneInfo(hours.zone),
        "weekmask": "".join("1" if day in hours.days else "0" for day in WEEK),
        "open_times": ((None, dt.time.fromisoformat(opens)),),
        "close_times": ((None, dt.time() if until_midnight else dt.time.fromisoformat(closes)),),
        "open_offset": -1 if over_midnight else 0,
        "close_offset": 1 if until_midnight else 0,
        "regular_holidays": calendar(rules) if hours.holidays else None,
    }
    if len(hours.shifts) > 1:
        away, back = hours.shifts[0][1], hours.shifts[1][0]
        members["break_start_times"] = ((None, dt.time.fromisoformat(away)),)
        members["break_end_times"] = ((None, dt.time.fromisoformat(back)),)
    return type("Kept", (parent,), members)


def rivals() -> tuple[type[Any], ...]:
    """Those that are installed; `make bench` installs both."""
    found: list[type[Any]] = []
    for rival, module in (
        (BusinessTimeDelta, "businesstimedelta"),
        (ExchangeCalendars, "exchange_calendars"),
    ):
        try:
            import_module(module)
        except ModuleNotFoundError:
            print(f"{module} is not installed here: `make bench` compares with it")
        else:
            found.append(rival)
    return tuple(found)
