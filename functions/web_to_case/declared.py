"""Custom fields of a form, under the names that the configuration gives them."""

import math
from collections.abc import Collection, Mapping

from functions.web_to_case.wording import tidy, without_control
from shared.domain.form_rules import FormField, FormRules
from shared.domain.value import Value

_LONGEST = 4_000
_LARGEST = 1e15
_YES = frozenset({"1", "true", "on", "yes"})
_NO = frozenset({"0", "false", "off", "no"})


class _NotOneOfThem(ValueError):
    """The value is none that the field may hold."""


def read_declared(
    fields: Mapping[str, str], rules: FormRules, *, taken: Collection[str]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Answer values by field name, and by input name what does not fit its field and is kept raw."""
    values: dict[str, Value] = {}
    odd: dict[str, str] = {}
    for web, text in fields.items():
        field = rules.fields.get(web)
        if field is None or field.name in taken or not text.strip():
            continue
        try:
            values.setdefault(field.name, _value(field, tidy(without_control(text))))
        except ValueError:
            odd[web] = text
    return values, odd


def _value(field: FormField, text: str) -> Value:
    if field.type == "multi_picklist":
        return ";".join(_choice(field, part.strip()) for part in text.split(";") if part.strip())
    if field.values:
        return _choice(field, text)
    if field.type == "number":
        return _number(text)
    if field.type == "checkbox":
        return _flag(text)
    if len(text) > _LONGEST:
        raise _NotOneOfThem(field.name)
    return text


def _choice(field: FormField, text: str) -> str:
    for value in field.values:
        if value.casefold() == text.casefold():
            return value
    raise _NotOneOfThem(text)


def _number(text: str) -> int | float:
    number = float(text)
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise _NotOneOfThem(text)
    return int(number) if number.is_integer() else number


def _flag(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise _NotOneOfThem(text)
