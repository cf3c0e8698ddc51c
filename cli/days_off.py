"""Looking up public holidays for calendars that stand in files."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.public_holidays import public_holidays
from shared.adapters.system import SystemClock
from shared.business_time.instant import local_date, parse_instant
from shared.domain.days_off import Form, each_with_days_off, with_days_off, years_around
from shared.errors import Fault, Refused


def of_calendar(form: Form, years: range) -> tuple[Form, list[Fault]]:
    """The calendar with the dates of its countries."""
    return with_days_off(form, public_holidays, years)


def of_scenario(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scenario with dates from the years around its own; raises Refused for unknown places."""
    record = document.get("record")
    created = record.get("created_at") if isinstance(record, Mapping) else None
    return _with_calendars(document, _year_of(created))


def of_vectors(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file with dates from the years around this one; raises Refused for unknown places."""
    return _with_calendars(document, this_year())


def this_year() -> int:
    """The year that it is in UTC."""
    return local_date("UTC", SystemClock().now()).year


def _with_calendars(document: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    calendars = document.get("calendars")
    if not isinstance(calendars, Mapping):
        return document
    years = years_around(year)
    filled, faults = each_with_days_off(calendars, lambda form: of_calendar(form, years))
    if faults:
        raise Refused("A calendar names what nobody knows.", faults=tuple(faults))
    return {**document, "calendars": filled}


def _year_of(created: object) -> int:
    try:
        return local_date("UTC", parse_instant(str(created))).year
    except ValueError:
        return this_year()
