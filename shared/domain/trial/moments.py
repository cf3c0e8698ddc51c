"""Dates as exports write them: ISO, seconds since 1970, and the orders of day and month."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

from dateutil import parser

from shared.business_time.instant import Instant, from_datetime, local_to_instant

Order: TypeAlias = Literal["dmy", "mdy"]

_NUMBERS = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{2}|\d{4})\b")
_SECONDS = re.compile(r"\d{9,10}(\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED_MONTH = re.compile(r"[A-Za-z]{3,}")
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0}
_LONGEST = 60
_MONTHS = 12


def order_in(texts: Iterable[str]) -> Order | None:
    """The order of day and month that all these dates allow; None if both or neither would do."""
    first = second = False
    for text in texts:
        numbers = _NUMBERS.match(text)
        if numbers is None:
            continue
        first = first or int(numbers[1]) > _MONTHS
        second = second or int(numbers[3]) > _MONTHS
    if first == second:
        return None
    return "dmy" if first else "mdy"


def is_ambiguous(text: str) -> bool:
    """Whether day and month of this date could change places."""
    numbers = _NUMBERS.match(text)
    if numbers is None or numbers[2] == ".":
        return False
    return int(numbers[1]) <= _MONTHS and int(numbers[3]) <= _MONTHS and numbers[1] != numbers[3]


def read_moment(text: str, zone: str, order: Order) -> Instant:
    """The instant; without an offset on the clock of `zone`. ValueError for what is no date."""
    given = text.strip()
    if _SECONDS.fullmatch(given):
        return int(float(given))
    if _MILLISECONDS.fullmatch(given):
        return int(given) // 1_000
    read = _date(given, order)
    return from_datetime(read) if read.tzinfo is not None else local_to_instant(zone, read)


def _date(given: str, order: Order) -> datetime:
    if _ISO.match(given):
        try:
            return datetime.fromisoformat(given.removesuffix(" UTC") + _offset(given))
        except ValueError:
            pass
    # the library would take a bare number for a day of this month
    if len(given) > _LONGEST or not (
        _NUMBERS.match(given) or _ISO.match(given) or _NAMED_MONTH.search(given)
    ):
        raise ValueError(f"'{given[:_LONGEST]}' is no date")
    numbers = _NUMBERS.match(given)
    day_first = order == "dmy" or (numbers is not None and numbers[2] == ".")
    unset = datetime(1, 1, 1)  # noqa: DTZ001 - a reading of a clock, whose zone comes later
    try:
        read: datetime = parser.parse(given, dayfirst=day_first, default=unset, tzinfos=_ZONES)
    except (ValueError, OverflowError) as fault:
        raise ValueError(f"'{given}' is no date") from fault
    if read.year == unset.year:
        raise ValueError(f"'{given}' has no year")
    return read


def _offset(given: str) -> str:
    return "+00:00" if given.endswith(" UTC") else ""
