"""The public holidays that a calendar names by country, looked up before the calendar is read (C1)."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from shared.errors import Fault

Form = Mapping[str, Any]

YEARS_BACK, YEARS_ON = 5, 5
"""What is looked up around a year: enough for records that are old, and to be renewed in time."""


class UnknownPlace(ValueError):
    """There is no such country or subdivision; `key` says which of the two is meant."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class LookUp(Protocol):
    """Where public holidays are known."""

    def __call__(self, country: str, subdivision: str | None, years: range) -> Mapping[str, str]:
        """Date to name; raises UnknownPlace."""
        ...


def years_around(year: int) -> range:
    """The years to look up for a calendar that is published in `year`."""
    return range(year - YEARS_BACK, year + YEARS_ON + 1)


def with_days_off(form: Form, look_up: LookUp, years: range) -> tuple[Form, list[Fault]]:
    """The calendar with the dates of its countries, and a fault for every place that is unknown."""
    given = form.get("holidays")
    several = isinstance(given, list)
    wishes: list[Any] = given if isinstance(given, list) else [given]
    if not any(_is_wish(wish) for wish in wishes):
        return form, []
    faults: list[Fault] = []
    filled = [
        _filled(wish, f"holidays[{place}]" if several else "holidays", look_up, years, faults)
        for place, wish in enumerate(wishes)
    ]
    return {**form, "holidays": filled if several else filled[0]}, faults


def each_with_days_off(
    calendars: Mapping[str, Any], look_up: Callable[[Form], tuple[Form, list[Fault]]]
) -> tuple[dict[str, Any], list[Fault]]:
    """The same for calendars by name, each a form or the list of its revisions."""
    filled: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, form in calendars.items():
        several = isinstance(form, list)
        parts = []
        for place, part in enumerate(form if several else [form]):
            done, wrong = look_up(part) if isinstance(part, Mapping) else (part, [])
            at = f"calendars.{name}[{place}]" if several else f"calendars.{name}"
            faults += [Fault(f"{at}.{one.pointer}", one.message, one.code) for one in wrong]
            parts.append(done)
        filled[name] = parts if several else parts[0]
    return filled, faults


def _is_wish(entry: object) -> bool:
    return (
        isinstance(entry, Mapping) and isinstance(entry.get("country"), str) and "days" not in entry
    )


def _filled(entry: Any, path: str, look_up: LookUp, years: range, faults: list[Fault]) -> Any:
    if not _is_wish(entry):
        return entry
    region = entry.get("subdivision")
    if region is not None and not isinstance(region, str):
        return entry
    try:
        return {**entry, "days": look_up(entry["country"], region, years)}
    except UnknownPlace as unknown:
        faults.append(Fault(f"{path}.{unknown.key}", str(unknown), "unknown"))
        return {**entry, "days": {}}
