"""What a calendar refuses when it is saved (C6), and that its file form goes round."""

import doctest
import json
from pathlib import Path

import pytest

from shared import business_time
from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    CalendarRefused,
    duration,
    instant,
    parse_duration,
    pauses,
)

OFFICE = {"zone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}}
FIXTURES = Path(__file__).parents[2] / "fixtures" / "calendar-vectors.json"


def faults(mapping: dict[str, object]) -> dict[str, str]:
    with pytest.raises(CalendarRefused) as refused:
        Calendar.from_mapping("Office", mapping)
    return {fault.path: fault.message for fault in refused.value.faults}


def test_C6_a_calendar_that_is_never_open_is_refused() -> None:
    assert faults({"zone": "UTC", "week": {}}) == {"week": "the calendar is never open"}
    assert "week" in faults({"zone": "UTC", "week": {"mon": []}})


def test_C6_an_unknown_zone_is_refused() -> None:
    assert faults({**OFFICE, "zone": "Europe/Atlantis"}) == {
        "zone": "'Europe/Atlantis' is no IANA time zone"
    }


@pytest.mark.parametrize("zone", ["../etc/passwd", "", "Europe/Berlin\0", "/abs"])
def test_C6_what_only_looks_like_a_zone_is_refused(zone: str) -> None:
    assert "zone" in faults({**OFFICE, "zone": zone})


def test_C6_an_interval_that_ends_when_it_starts_is_refused() -> None:
    found = faults({"zone": "UTC", "week": {"mon": [["09:00", "09:00"]]}})
    assert found == {"week.mon[0]": "ends when it starts; a whole day is 00:00 to 24:00"}


def test_C6_overlapping_intervals_are_refused_also_over_midnight_and_the_week() -> None:
    week = {"mon": [["09:00", "12:00"], ["11:00", "15:00"]]}
    assert faults({"zone": "UTC", "week": week}) == {"week.mon[1]": "overlaps week.mon[0]"}
    night = {"sun": [["22:00", "06:00"]], "mon": [["05:00", "09:00"]]}
    assert faults({"zone": "UTC", "week": night}) == {"week.mon[0]": "overlaps week.sun[0]"}


def test_every_fault_is_told_at_once() -> None:
    found = faults(
        {
            "zone": "Nowhere",
            "colour": "red",
            "week": {"mon": [["9", "17:00"]], "funday": []},
            "holidays": ["2026-13-01"],
            "annual_holidays": ["30-02"],
            "dates": {"soon": [["09:00", "10:00"]]},
            "breaks": [["2026-01-02T10:00", "2026-01-02T09:00"], "x"],
        }
    )
    assert set(found) == {
        "zone",
        "colour",
        "week.mon[0][0]",
        "week.funday",
        "holidays[0]",
        "annual_holidays[0]",
        "dates.soon",
        "breaks[0]",
        "breaks[1]",
    }


def test_C1_the_file_form_goes_round_for_every_calendar_of_the_fixture() -> None:
    for name, mapping in json.loads(FIXTURES.read_text())["calendars"].items():
        calendar = Calendar.from_mapping(name, mapping)
        assert Calendar.from_mapping(name, calendar.to_mapping()) == calendar


def test_24x7_is_the_whole_week_in_utc() -> None:
    again = Calendar.from_mapping("24x7", ALWAYS_OPEN.to_mapping())
    assert again == ALWAYS_OPEN


@pytest.mark.parametrize("text", ["-1h", "1w", "", "h", "1.5h", "30s", "one day", "9" * 30, True])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|years"):
        parse_duration(text)


@pytest.mark.parametrize("module", [instant, duration, pauses])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module


def test_the_readme_lists_what_the_package_offers() -> None:
    readme = Path(business_time.__file__).with_name("README.md").read_text()
    assert [name for name in business_time.__all__ if name not in readme] == []
