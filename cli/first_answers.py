"""The eight answers that a new organisation needs, read from the words in which people give them."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from cli.days_off import this_year
from shared.adapters.public_holidays import public_holidays
from shared.business_time.duration import parse_duration
from shared.business_time.hours import DAYS
from shared.domain.value import Frozen
from shared.domain.written import Address, Words, Zone

Week: TypeAlias = dict[str, list[list[str]]]

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
_DAYS = re.compile(r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?", re.IGNORECASE)
_TARGET = re.compile(r"(\S.*?)\s+(\w+)\s*/\s*(\w+)")
_PERSON = re.compile(r"([\w .'-]+?)\s*<\s*(\S+)\s*>")
_COUNTRY = re.compile(r"([A-Za-z]{2})(?:-([A-Za-z0-9]{1,3}))?")


class Target(Frozen):
    """What one priority is promised, as written: first response and resolution."""

    priority: Words
    response: str
    resolution: str


class Person(Frozen):
    """Somebody who is told."""

    name: Words
    address: Address


class Place(Frozen):
    """A country, and a part of it, whose public holidays close the office."""

    country: str
    subdivision: str | None = None


def read_week(given: Any) -> Any:
    """Read `mon-fri 09:00-12:30 13:00-17:00; sat 10:00-14:00`, or `24x7` as an empty week.

    >>> read_week("fri-sat 9:00-12:00")
    {'fri': [['09:00', '12:00']], 'sat': [['09:00', '12:00']]}
    """
    if not isinstance(given, str) or given.strip().lower() == "24x7":
        return {} if isinstance(given, str) else given
    week: Week = {}
    for part in filter(None, (piece.strip() for piece in given.split(";"))):
        days = _DAYS.match(part)
        spans = _SPAN.findall(part)
        if days is None or not spans:
            raise ValueError(f"'{part}' is not like mon-fri 09:00-17:00")
        for day in _days_between(days[1].lower(), (days[2] or days[1]).lower()):
            week.setdefault(day, []).extend([f"{a:0>5}", f"{b:0>5}"] for a, b in spans)
    if not week:
        raise ValueError("is not like mon-fri 09:00-17:00")
    return week


def _days_between(first: str, last: str) -> list[str]:
    for day in (first, last):
        if day not in DAYS:
            raise ValueError(f"there is no day '{day}': write {', '.join(DAYS)}")
    start, end = DAYS.index(first), DAYS.index(last)
    return [DAYS[(start + n) % len(DAYS)] for n in range((end - start) % len(DAYS) + 1)]


def _list(given: Any) -> Any:
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return given


def _targets(given: Any) -> Any:
    return tuple(map(_target, _list(given))) if isinstance(given, str) else given


def _target(text: str) -> Target:
    found = _TARGET.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not like High 1h/8h")
    for duration in found.groups()[1:]:
        if not parse_duration(duration):
            raise ValueError(f"'{text}' promises no time")
    return Target(priority=found[1], response=found[2], resolution=found[3])


def _person(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    found = _PERSON.fullmatch(given.strip())
    if found is None:
        raise ValueError(f"'{given}' is not like maria <maria@acme.example>")
    return Person(name=found[1], address=found[2])


def _place(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    if given.strip().lower() in ("", "none"):
        return None
    found = _COUNTRY.fullmatch(given.strip())
    if found is None:
        raise ValueError(f"'{given}' is not like US, US-NY or none")
    place = Place(country=found[1].upper(), subdivision=found[2].upper() if found[2] else None)
    public_holidays(place.country, place.subdivision, range(this_year(), this_year() + 1))
    return place


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    twice = [value for place, value in enumerate(values) if value in values[:place]]
    if twice:
        raise ValueError(f"'{twice[0]}' is named twice")
    return values


def _addressable(value: str) -> str:
    wrong = next((mark for mark in "/?" if mark in value), None)
    if wrong is not None:
        raise ValueError(f"'{value}' has '{wrong}' in it, which no name may have")
    return value


Names: TypeAlias = Annotated[
    tuple[Annotated[Words, AfterValidator(_addressable)], ...],
    BeforeValidator(_list),
    Field(min_length=1),
    AfterValidator(_distinct),
]


class Answers(Frozen):
    """Everything that a first folder is made of; the first of several counts as the usual one."""

    zone: Zone
    hours: Annotated[Week, BeforeValidator(read_week)]
    holidays: Annotated[Place | None, BeforeValidator(_place)] = None
    tiers: Names
    targets: Annotated[tuple[Target, ...], BeforeValidator(_targets), Field(min_length=1)]
    queues: Names
    mail: Address
    told: Annotated[Person, BeforeValidator(_person)]
