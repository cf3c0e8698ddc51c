"""What a calendar refuses when it is saved (C6), and that its file form goes round."""

import doctest
import importlib
import json
import pkgutil
from datetime import date, datetime
from pathlib import Path

import pytest

from shared import business_time
from shared.business_time import ALWAYS_OPEN, Calendar, CalendarRefused

OFFICE = {"zone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}}
MODULES = [
    module.name
    for module in pkgutil.iter_modules(business_time.__path__, f"{business_time.__name__}.")
]
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


@pytest.mark.parametrize(
    "zone", ["../etc/passwd", "", "Europe/Berlin\0", "/abs", "America", "localtime", "right/UTC"]
)
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


def test_C6_every_interval_that_overlaps_is_told_not_only_the_next() -> None:
    week = {"mon": [["09:00", "20:00"], ["10:00", "11:00"], ["12:00", "13:00"]]}
    assert faults({"zone": "UTC", "week": week}) == {
        "week.mon[1]": "overlaps week.mon[0]",
        "week.mon[2]": "overlaps week.mon[0]",
    }


def test_C6_overlapping_hours_of_dates_are_refused_also_over_midnight() -> None:
    dates = {
        "2026-12-24": [["22:00", "06:00"]],
        "2026-12-25": [["05:00", "09:00"], ["08:00", "10:00"]],
    }
    assert faults({**OFFICE, "dates": dates}) == {
        "dates.2026-12-25[0]": "overlaps dates.2026-12-24[0]",
        "dates.2026-12-25[1]": "overlaps dates.2026-12-25[0]",
    }


@pytest.mark.parametrize(
    "week",
    [
        {"mon": [["09:00", "12:00"], ["12:00", "17:00"]]},
        {"sun": [["22:00", "06:00"]], "mon": [["06:00", "22:00"]]},
        {"mon": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]]},
        {"mon": [["23:00", "22:59"]]},
    ],
)
def test_C6_intervals_that_only_touch_are_no_fault(week: dict[str, object]) -> None:
    calendar = Calendar.from_mapping("Office", {"zone": "UTC", "week": week})
    assert Calendar.from_mapping("Office", calendar.to_mapping()) == calendar


@pytest.mark.parametrize(
    "parts",
    [
        {"dates": {"2026-12-25": [["09:00", "10:00"]]}, "holidays": ["2026-12-25"]},
        {"dates": {"2026-12-25": [["09:00", "10:00"]]}, "annual_holidays": ["12-25"]},
        {"dates": {"2026-12-25": []}},
        {
            "week": {"mon": [["09:00", "17:00"]]},
            "annual_holidays": [
                f"{date.fromordinal(day):%m-%d}"
                for day in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal())
            ],
        },
    ],
)
def test_C6_a_calendar_whose_every_opening_is_a_holiday_is_never_open(
    parts: dict[str, object],
) -> None:
    assert faults({"zone": "UTC", "week": {}, **parts}) == {"week": "the calendar is never open"}


def test_C1_a_calendar_may_be_open_on_single_dates_alone() -> None:
    dates = {"2026-12-25": [["09:00", "10:00"]]}
    assert Calendar.from_mapping("Once", {"zone": "UTC", "week": {}, "dates": dates}).dates


@pytest.mark.parametrize(
    "day", ["2026-1-5", "20260105", "2026-W02-1", "٢٠٢٦-01-05", "2026-02-29", 5, None]
)
def test_C6_a_date_has_one_form(day: object) -> None:
    assert faults({**OFFICE, "holidays": [day]}) == {
        "holidays[0]": f"'{day}' is no date of the form YYYY-MM-DD"
    }


@pytest.mark.parametrize(
    "clock", ["9:00", "09:60", "24:30", "25:00", "09:00:00", 1020, None, "٠٩:00"]
)
def test_C6_a_time_of_day_has_one_form(clock: object) -> None:
    assert list(faults({"zone": "UTC", "week": {"mon": [["08:00", clock]]}})) == ["week.mon[0][1]"]


@pytest.mark.parametrize(
    "hours", ["09:00", [["09:00"]], ["09:00-17:00"], [["24:00", "06:00"]], None]
)
def test_C6_what_is_no_list_of_intervals_is_refused(hours: object) -> None:
    assert all(
        path.startswith("week.mon") for path in faults({"zone": "UTC", "week": {"mon": hours}})
    )


@pytest.mark.parametrize(
    "pair", [["x", "2026-07-03T12:00"], ["2026-07-03T12:00", 5], ["2026-07-03"]]
)
def test_C6_a_break_needs_two_readings(pair: object) -> None:
    assert all(path.startswith("breaks[0]") for path in faults({**OFFICE, "breaks": [pair]}))


def test_C6_a_break_that_carries_a_zone_is_no_reading_of_the_local_clock() -> None:
    breaks = [["2026-07-03T12:00Z", "2026-07-03T13:00"]]
    assert list(faults({**OFFICE, "breaks": breaks})) == ["breaks[0][0]"]


def test_C1_the_order_of_dates_and_breaks_does_not_count() -> None:
    dates: dict[str, object] = {"2026-12-24": [["09:00", "12:00"]], "2026-12-23": []}
    breaks = [["2026-07-03T12:00", "2026-07-03T13:00"], ["2026-07-01T12:00", "2026-07-01T13:00"]]
    one = Calendar.from_mapping("Office", {**OFFICE, "dates": dates, "breaks": breaks})
    turned = dict(reversed(dates.items()))
    other = Calendar.from_mapping("Office", {**OFFICE, "dates": turned, "breaks": breaks[::-1]})
    assert one == other
    assert hash(one) == hash(other)


def test_C1_dates_may_be_dates_already() -> None:
    mapping = {**OFFICE, "holidays": [date(2026, 12, 25)]}
    assert Calendar.from_mapping("Office", mapping).holidays == {date(2026, 12, 25)}
    assert list(faults({**OFFICE, "holidays": [datetime(2026, 12, 25)]})) == ["holidays[0]"]  # noqa: DTZ001 - a local reading


@pytest.mark.parametrize("zone", [5, None, ["UTC"], ""])
def test_C6_a_zone_that_is_no_text_is_missing(zone: object) -> None:
    assert list(faults({**OFFICE, "zone": zone})) == ["zone"]


def test_C6_a_calendar_without_a_week_says_that_it_is_missing() -> None:
    assert faults({"zone": "UTC"}) == {"week": "is missing"}


def test_the_file_form_is_written_in_order() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (28, 1, 14)]
    mapping = {**OFFICE, "holidays": days, "annual_holidays": [day[5:] for day in days]}
    written = Calendar.from_mapping("Office", mapping).to_mapping()
    assert written["holidays"] == sorted(days)
    assert written["annual_holidays"] == sorted(day[5:] for day in days)


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


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_the_examples_of_the_readme_hold() -> None:
    found = doctest.testfile("README.md", package=business_time)
    assert found.attempted > 3
    assert found.failed == 0


def test_the_readme_lists_what_the_package_offers() -> None:
    readme = Path(business_time.__file__).with_name("README.md").read_text()
    assert [name for name in business_time.__all__ if name not in readme] == []
