"""Words, dates and addresses as people write them into documents, checked as they are read."""

import math
import re
import unicodedata
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from shared.business_time.instant import zone_named
from shared.domain.value import Value

_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}"
)
_DOMAIN = re.compile(r"[^\s@/:.]+(\.[^\s@/:.]+)+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_ADDRESS = 254
LONGEST_NAME = 255


def _as_text(given: Any) -> Any:
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return given


def _one_line(text: str) -> str:
    # what is printable has no control characters: most words are told in one look
    if not text.isprintable() and any(
        unicodedata.category(mark) in {"Cc", "Zl", "Zp"} for mark in text
    ):
        raise ValueError("has control characters or line breaks in it")
    return text


def _day(given: Any) -> Any:
    if type(given) is date:
        return given
    if isinstance(given, str) and _DAY.fullmatch(given.strip()):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            raise ValueError(f"'{given}' is no day of the calendar") from None
    raise ValueError(f"'{given}' is no date: write it as 2026-03-02")


def _address(text: str) -> str:
    if len(text) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        raise ValueError(f"'{text[:80]}' is no e-mail address")
    return text


def _domain(text: str) -> str:
    bare = text.removeprefix("@").rstrip(".").lower()
    if not _DOMAIN.fullmatch(bare):
        raise ValueError(f"'{text[:80]}' is no mail domain such as acme.example")
    return bare


def _zone(text: str) -> str:
    return zone_named(text).key


def _value(given: Any) -> Any:
    if given is None or isinstance(given, str | bool | int):
        return given
    if isinstance(given, float) and math.isfinite(given):
        return given
    raise ValueError("is a text, a finite number, true, false or null")


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise ValueError(f"'{value}' is listed twice")
    return values


Words: TypeAlias = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str | int),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME),
    AfterValidator(_one_line),
]
"""One line of text that is not empty; a number is taken as it is written."""

Id: TypeAlias = Words
"""The external id of a document, or the name of another."""

Ids: TypeAlias = Annotated[tuple[Id, ...], AfterValidator(_distinct)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
Address: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_address)
]
Domain: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_domain)
]
Domains: TypeAlias = Annotated[tuple[Domain, ...], AfterValidator(_distinct)]
Zone: TypeAlias = Annotated[str, AfterValidator(_zone)]
OwnFields: TypeAlias = dict[
    str, Annotated[Value, BeforeValidator(_value, json_schema_input_type=Value)]
]
"""Values of fields that the organisation has added, by name."""

Count: TypeAlias = Annotated[int, Field(strict=True, ge=0)]


def not_before(start: date | None, end: date | None) -> date | None:
    """Give `end` back; raises ValueError if it lies before `start`."""
    if start is not None and end is not None and end < start:
        raise ValueError(f"lies before the start date {start}")
    return end
