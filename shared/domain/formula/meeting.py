"""How two values of a formula are compared, added and taken from each other."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from shared.domain.formula.quantities import (
    EXACT,
    Moment,
    Quantity,
    bounded,
    day_of,
    is_blank,
    moment_of,
    moved,
    number_of,
    text_of,
)

_SECONDS = Decimal(86_400)
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBERS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}
_Pair: TypeAlias = tuple[Any, Any]


def compared(sign: str, left: Quantity, right: Quantity, zone: str) -> bool:
    """Text without regard to case; blank equals blank and no value; by size it is false (K4)."""
    if is_blank(left) or is_blank(right):
        same = is_blank(left) and is_blank(right)
        return same if sign == "=" else not same if sign == "<>" else False
    if sign in ("=", "<>"):
        return _equal(left, right, zone) == (sign == "=")
    return _ORDER[sign](*_by_size(left, right, zone))


def equal(left: Quantity, right: Quantity, zone: str) -> bool:
    """What `=` says."""
    return compared("=", left, right, zone)


def arithmetic(sign: str, left: Quantity, right: Quantity, zone: str) -> Quantity:
    """Numbers; a moment or a day plus or minus days; blank for what has no answer."""
    a, b = _timed(left, zone), _timed(right, zone)
    if a is not None or b is not None:
        return _with_days(sign, left if a is None else a, right if b is None else b, zone)
    x, y = number_of(left), number_of(right)
    return None if x is None or y is None else bounded(_NUMBERS[sign](x, y))


def _equal(left: Quantity, right: Quantity, zone: str) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        # a version 1.10 is not 1.1: what is a number is stored as one (K6)
        return _folded(left) == _folded(right)
    pair = _numbers(left, right) or _instants(left, right, zone)
    return pair[0] == pair[1] if pair else _folded(left) == _folded(right)


def _by_size(left: Quantity, right: Quantity, zone: str) -> _Pair:
    pair = _numbers(left, right) or _instants(left, right, zone)
    return pair or (_folded(left), _folded(right))


def _folded(value: Quantity) -> str:
    return text_of(value).strip().casefold()


def _numbers(left: Quantity, right: Quantity) -> _Pair | None:
    a, b = number_of(left), number_of(right)
    return None if a is None or b is None else (a, b)


def _instants(left: Quantity, right: Quantity, zone: str) -> _Pair | None:
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    a, b = moment_of(left, zone), moment_of(right, zone)
    return None if a is None or b is None else (a, b)


def _timed(value: Quantity, zone: str) -> date | Moment | None:
    """A day or a moment, also in the text form in which fields hold them."""
    if isinstance(value, date | Moment):
        return value
    if not isinstance(value, str):
        return None
    is_day = len(value) == len("2026-03-02")
    return day_of(value, zone) if is_day else moment_of(value, zone)


def _with_days(sign: str, left: Quantity, right: Quantity, zone: str) -> Quantity:
    if isinstance(left, date | Moment) and isinstance(right, date | Moment):
        return _between(left, right, zone) if sign == "-" else None
    if isinstance(left, date | Moment) and sign in ("+", "-"):
        days = number_of(right)
        return None if days is None else moved(left, days if sign == "+" else -days)
    days = number_of(left)
    if sign == "+" and days is not None and isinstance(right, date | Moment):
        return moved(right, days)
    return None


def _between(left: date | Moment, right: date | Moment, zone: str) -> Quantity:
    if isinstance(left, date) and isinstance(right, date):
        return Decimal(left.toordinal() - right.toordinal())
    a, b = moment_of(left, zone), moment_of(right, zone)
    return (
        None if a is None or b is None else EXACT.divide(Decimal(a.instant - b.instant), _SECONDS)
    )
