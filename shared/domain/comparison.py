"""One operator between a field's value and the value that a criterion names (K1, K4)."""

import re
from collections.abc import Callable
from datetime import datetime

from shared.business_time.instant import Instant, from_datetime, parse_instant
from shared.domain.value import Value

_WITHIN = re.compile(r"(\d{1,6})\s*(day|hour|minute)s?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?\s*", re.ASCII | re.IGNORECASE)
_UNIT = {"day": 86_400, "hour": 3_600, "minute": 60}


def compare(actual: Value, operator: str, wanted: Value, now: Instant) -> bool:
    """Whether `actual operator wanted` holds; raises ValueError for a value the operator can't use."""
    return _OPERATORS[operator](actual, wanted, now)


def is_blank(value: Value) -> bool:
    """Missing, null and empty are all blank (K4)."""
    return value is None or value == ""


def _equals(actual: Value, wanted: Value, now: Instant) -> bool:
    if is_blank(actual) or is_blank(wanted):
        return is_blank(actual) and is_blank(wanted)
    return any(_same(actual, part) for part in _list(wanted))


def _same(actual: Value, part: Value) -> bool:
    if isinstance(actual, str) and isinstance(part, str):
        # a version 1.10 is not 1.1: what is a number is stored as one (K6)
        return _text(actual) == _text(part)
    left, right = _number(actual), _number(part)
    if left is not None and right is not None:
        return left == right
    return _text(actual) == _text(part)


def _ordered(test: Callable[[float, float], bool], words: Callable[[str, str], bool]) -> "_Test":
    def compared(actual: Value, wanted: Value, now: Instant) -> bool:
        if is_blank(actual) or is_blank(wanted):
            return False
        left, right = _number(actual), _number(wanted)
        if left is None or right is None:
            earlier, later = _moment(actual), _moment(wanted)
            if earlier is None or later is None:
                return words(_text(actual), _text(wanted))
            left, right = earlier, later
        return test(left, right)

    return compared


def _contains(actual: Value, wanted: Value, now: Instant) -> bool:
    if is_blank(actual) or is_blank(wanted):
        return is_blank(actual) and is_blank(wanted)
    return any(_text(part) in _text(actual) for part in _list(wanted))


def _starts_with(actual: Value, wanted: Value, now: Instant) -> bool:
    if is_blank(actual) or is_blank(wanted):
        return is_blank(actual) and is_blank(wanted)
    return any(_text(actual).startswith(_text(part)) for part in _list(wanted))


def _includes(actual: Value, wanted: Value, now: Instant) -> bool:
    if is_blank(actual) or is_blank(wanted):
        return is_blank(actual) and is_blank(wanted)
    entries = {part.strip().casefold() for part in str(actual).split(";")}
    separators = str(wanted).replace(";", ",").split(",")
    return any(part.strip().casefold() in entries for part in separators if part.strip())


def _within(actual: Value, wanted: Value, now: Instant) -> bool:
    found = _WITHIN.fullmatch(str(wanted).strip())
    if found is None:
        raise ValueError(f"'{wanted}' is no span such as '3 days', '8 hours' or '30 minutes'")
    moment = _moment(actual)
    return moment is not None and abs(moment - now) <= int(found[1]) * _UNIT[found[2].lower()]


def _blank(actual: Value, wanted: Value, now: Instant) -> bool:
    flag = _flag(wanted)
    if flag is None:
        raise ValueError(f"is_blank takes true or false, not '{wanted}'")
    return is_blank(actual) == flag


_Test = Callable[[Value, Value, Instant], bool]


def _not(test: _Test) -> _Test:
    return lambda actual, wanted, now: not test(actual, wanted, now)


_OPERATORS: dict[str, _Test] = {
    "equals": _equals,
    "not_equal": _not(_equals),
    "less_than": _ordered(lambda a, b: a < b, lambda a, b: a < b),
    "greater_than": _ordered(lambda a, b: a > b, lambda a, b: a > b),
    "less_or_equal": _ordered(lambda a, b: a <= b, lambda a, b: a <= b),
    "greater_or_equal": _ordered(lambda a, b: a >= b, lambda a, b: a >= b),
    "contains": _contains,
    "not_contains": _not(_contains),
    "starts_with": _starts_with,
    "in": _equals,
    "not_in": _not(_equals),
    "includes": _includes,
    "excludes": _not(_includes),
    "within": _within,
    "is_blank": _blank,
}


def _list(wanted: Value) -> list[Value]:
    if isinstance(wanted, str) and "," in wanted:
        return [part for text in wanted.split(",") if (part := text.strip())]
    return [wanted.strip() if isinstance(wanted, str) else wanted]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip().casefold()


def _number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    return float(value) if value and _NUMBER.fullmatch(value) else None


def _moment(value: Value) -> Instant | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return parse_instant(value)
    except ValueError:
        pass
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return from_datetime(read) if read.tzinfo else None


def _flag(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).strip().casefold())
