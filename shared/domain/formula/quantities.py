"""The values that formulas work with: text, numbers, truth, days and moments; and how they meet."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TypeAlias

from shared.business_time.instant import (
    Instant,
    format_instant,
    from_datetime,
    local_date,
    local_to_instant,
    to_datetime,
)
from shared.domain.value import Value

LONGEST_TEXT = 32_000
LARGEST = Decimal(10) ** 18
"""Larger numbers are blank: eighteen digits are kept, as in Salesforce."""

_FIRST_MOMENT = from_datetime(datetime.fromisoformat("0001-01-03T00:00:00+00:00"))
_LAST_MOMENT = from_datetime(datetime.fromisoformat("9999-12-29T00:00:00+00:00"))
_NUMBER = re.compile(
    r"\s*[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[-+]?\d{1,2})?\s*", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)

EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[])
"""Nothing is raised: what has no answer is no number, and that is blank."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date-time, as an instant in UTC."""

    instant: Instant


Quantity: TypeAlias = str | bool | Decimal | date | Moment | None


def quantity(value: Value) -> Quantity:
    """What a field or a literal holds; a number that is too large is blank."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return bounded(EXACT.create_decimal(repr(value)))


def bounded(number: Decimal) -> Decimal | None:
    """The number, or blank for one that is none or has more than eighteen digits."""
    return number if number.is_finite() and number.copy_abs() < LARGEST else None


def value_of(found: Quantity) -> Value:
    """A quantity as a field holds it."""
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else float(found)
    return text_of(found) if isinstance(found, date | Moment) else found


def is_blank(value: Quantity) -> bool:
    """Missing, null and empty are all blank (K4)."""
    return value is None or value == ""


def is_true(value: Quantity) -> bool:
    """Whether a condition holds: true itself, or a checkbox that says so."""
    return value is True or (isinstance(value, str) and value.casefold() == "true")


def number_of(value: Quantity) -> Decimal | None:
    """The number in a value, or None."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return bounded(EXACT.create_decimal(value.strip()))
    return None


def moment_of(value: Quantity, zone: str) -> Moment | None:
    """The moment in a value: an instant as text, or the beginning of a day in `zone`."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        value = day_of(value, zone)
    try:
        if isinstance(value, date):
            return moment_at(local_to_instant(zone, datetime(value.year, value.month, value.day)))  # noqa: DTZ001 - a wall-clock reading
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return moment_at(from_datetime(datetime.fromisoformat(value)))
    except (ValueError, OverflowError):
        pass
    return None


def moment_at(instant: int) -> Moment | None:
    """A moment between the years 1 and 9999, else blank."""
    return Moment(instant) if _FIRST_MOMENT <= instant <= _LAST_MOMENT else None


def day_of(value: Quantity, zone: str) -> date | None:
    """The day in a value; of a moment the date that the wall of `zone` shows."""
    if isinstance(value, Moment):
        return local_date(zone, value.instant)
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    moment = moment_of(value, zone)
    return None if moment is None else local_date(zone, moment.instant)


def moved(start: date | Moment, days: Decimal) -> date | Moment | None:
    """A moment or a day that many days later; a day moves by whole days."""
    if isinstance(start, Moment):
        return moment_at(start.instant + int(days * 86_400))
    try:
        return start + timedelta(days=int(days))
    except OverflowError:
        return None


def text_of(value: Quantity) -> str:
    """A value as a field shows it; blank is empty, a whole number has no point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return digits_of(value)
    if isinstance(value, Moment):
        return format_instant(value.instant)
    return value.isoformat() if isinstance(value, date) else value


def spoken(value: Quantity) -> str:
    """What TEXT gives: as a field shows it, but a date-time as Salesforce writes it."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        value = moment_of(value, "UTC") or value
    if isinstance(value, Moment):
        return f"{to_datetime(value.instant).replace(tzinfo=None).isoformat(sep=' ')}Z"
    return text_of(value)


def digits_of(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    written = format(number, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
