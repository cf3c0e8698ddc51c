"""The values that formulas work with: text, numbers, truth, days and moments; and how they meet."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from shared.business_time.instant import Instant, format_instant, from_datetime, parse_instant

_DAY = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date-time, as an instant in UTC."""

    instant: Instant


Quantity: TypeAlias = str | bool | int | float | date | Moment | None

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def is_blank(value: Quantity) -> bool:
    """Missing, null and empty are all blank (K4)."""
    return value is None or value == ""


def equal(left: Quantity, right: Quantity) -> bool:
    """Text without regard to case; blank equals blank and no value (K4)."""
    if is_blank(left) or is_blank(right):
        return is_blank(left) and is_blank(right)
    pair = _comparable(left, right)
    return pair[0] == pair[1] if pair else text_of(left).casefold() == text_of(right).casefold()


def ordered(sign: str, left: Quantity, right: Quantity) -> bool:
    """A blank compared by size is false (K4), and so is what has no order."""
    if is_blank(left) or is_blank(right):
        return False
    pair = _comparable(left, right)
    return _ORDER[sign](*pair) if pair else False


def arithmetic(sign: str, left: Quantity, right: Quantity) -> Quantity:
    """Numbers; a moment or a day plus or minus days; blank for what has no answer."""
    if isinstance(left, Moment | date) or isinstance(right, Moment | date):
        return _with_days(sign, left, right)
    a, b = number_of(left), number_of(right)
    if a is None or b is None or (sign == "/" and b == 0):
        return None
    work = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    try:
        return float(work[sign](a, b))
    except OverflowError:
        return None


def number_of(value: Quantity) -> float | None:
    """The number in a value, or None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def moment_of(value: Quantity) -> Moment | None:
    """The moment in a value: a text such as 2026-03-02T09:00:00Z, or the midnight of a day in UTC."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, date):
        return Moment(from_datetime(datetime(value.year, value.month, value.day, tzinfo=UTC)))
    try:
        return Moment(parse_instant(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def day_of(value: Quantity) -> date | None:
    """The day in a value, in UTC."""
    if isinstance(value, Moment):
        return datetime.fromtimestamp(value.instant, tz=UTC).date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def text_of(value: Quantity) -> str:
    """A value as text; blank is empty, a whole number has no point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Moment):
        return format_instant(value.instant)
    return value.isoformat() if isinstance(value, date) else str(value)


def is_true(value: Quantity) -> bool:
    """Whether a condition holds: true itself, or a checkbox that says so."""
    return value is True or (isinstance(value, str) and value.casefold() == "true")


def _comparable(left: Quantity, right: Quantity) -> tuple[float, float] | None:
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    timed = isinstance(left, Moment | date) or isinstance(right, Moment | date)
    a, b = (None, None) if timed else (number_of(left), number_of(right))
    if a is not None and b is not None:
        return a, b
    earlier, later = moment_of(left), moment_of(right)
    if timed and (earlier is None or later is None):
        first, second = day_of(left), day_of(right)
        return None if first is None or second is None else (first.toordinal(), second.toordinal())
    if earlier is None or later is None:
        return None
    return earlier.instant, later.instant


def _with_days(sign: str, left: Quantity, right: Quantity) -> Quantity:
    if sign == "-" and isinstance(left, Moment | date) and isinstance(right, Moment | date):
        a, b = moment_of(left), moment_of(right)
        return None if a is None or b is None else (a.instant - b.instant) / _DAY
    start, days = (left, right) if isinstance(left, Moment | date) else (right, left)
    count = number_of(days)
    if count is None or sign not in "+-" or (sign == "-" and start is right):
        return None
    return _moved(start, count if sign == "+" else -count)


def _moved(start: Quantity, days: float) -> Quantity:
    try:
        if isinstance(start, Moment):
            return Moment(start.instant + int(days * _DAY))
        return start + timedelta(days=int(days)) if isinstance(start, date) else None
    except OverflowError:
        return None
