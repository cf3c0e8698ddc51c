"""Values of one declared field: checked when they are set, read from the text of a form (K6)."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime

from shared.business_time.instant import Instant, format_instant, from_datetime, parse_instant
from shared.domain.field_declaration import DeclaredField
from shared.domain.value import Value

LONGEST_TEXT = 4_000
LONGEST_LONG_TEXT = 32_000

_LARGEST = 1e15
_SHOWN = 20
_YES = frozenset({"1", "true", "on", "yes"})
_NO = frozenset({"0", "false", "off", "no", ""})


class Misfit(ValueError):
    """A value that the field cannot hold; says what it can."""


def check_value(field: DeclaredField, value: Value) -> None:
    """Raises Misfit; blank always fits."""
    if value is not None:
        _CHECKS[field.type](field, value)


def settle_value(field: DeclaredField, value: Value) -> Value:
    """A fitting value in its one spelling: a picklist's as declared, an instant in UTC."""
    if not isinstance(value, str) or value == "":
        return value
    if field.type == "datetime":
        return format_instant(_instant(value))
    if field.type == "picklist":
        return field.spelled(value)
    if field.type == "multi_picklist":
        return ";".join(field.spelled(part) or part for part in _parts(value))
    return value


def value_from_text(field: DeclaredField, text: str) -> Value:
    """Read what a form sent, in its one spelling; blank is None, of a checkbox no. Raises Misfit."""
    trimmed = text.strip()
    if field.type == "checkbox":
        return _flag(trimmed)
    if not trimmed:
        return None
    value = _number(trimmed) if field.type == "number" else trimmed
    check_value(field, value)
    return settle_value(field, value)


def _is_text(field: DeclaredField, value: Value) -> None:
    longest = LONGEST_LONG_TEXT if field.type == "long_text" else LONGEST_TEXT
    if not isinstance(value, str):
        raise Misfit("This is a text.")
    if len(value) > longest:
        raise Misfit(f"At most {longest} characters; there are {len(value)}.")


def _is_choice(field: DeclaredField, value: Value) -> None:
    if value != "" and (not isinstance(value, str) or field.spelled(value) is None):
        raise Misfit(_not_among(field, value))


def _are_choices(field: DeclaredField, value: Value) -> None:
    if not isinstance(value, str):
        raise Misfit("These are values with ; between them.")
    for part in _parts(value):
        _is_choice(field, part)


def _is_number(field: DeclaredField, value: Value) -> None:
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    if not whole or not math.isfinite(float(value or 0)) or abs(float(value or 0)) > _LARGEST:
        raise Misfit("This is a number.")


def _is_flag(field: DeclaredField, value: Value) -> None:
    if not isinstance(value, bool):
        raise Misfit("This is true or false.")


def _is_date(field: DeclaredField, value: Value) -> None:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        raise Misfit("This is a date such as 2026-03-02.") from None


def _is_instant(field: DeclaredField, value: Value) -> None:
    _instant(str(value))


_CHECKS: Mapping[str, Callable[[DeclaredField, Value], None]] = {
    "text": _is_text,
    "long_text": _is_text,
    "email": _is_text,
    "phone": _is_text,
    "url": _is_text,
    "picklist": _is_choice,
    "multi_picklist": _are_choices,
    "number": _is_number,
    "checkbox": _is_flag,
    "date": _is_date,
    "datetime": _is_instant,
}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _not_among(field: DeclaredField, value: Value) -> str:
    names = ", ".join(one.value for one in field.values[:_SHOWN])
    more = ", …" if len(field.values) > _SHOWN else ""
    return f"'{str(value)[:80]}' is none of {names}{more}."


def _instant(text: str) -> Instant:
    try:
        return parse_instant(text)
    except ValueError:
        pass
    try:
        return from_datetime(datetime.fromisoformat(text))
    except ValueError:
        raise Misfit("This is an instant such as 2026-03-02T09:00:00Z.") from None


def _number(text: str) -> int | float:
    try:
        number = float(text)
    except ValueError:
        raise Misfit("This is a number.") from None
    return int(number) if math.isfinite(number) and number.is_integer() else number


def _flag(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise Misfit("This is yes or no.")
