"""What is wrong with a calendar, in the words that its author reads; every fault at once (C6)."""

from typing import Any

import pytest

from shared.business_time import (
    Calendar,
    CalendarHistory,
    CalendarRefused,
    parse_instant,
    timetable,
)

BASE: dict[str, Any] = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
WORKDAYS = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NEW_YEAR = {"date": "2026-01-01"}
MONTHLY = "is a number from 1 to 31, or -31 to -1 from the end"
OF_WEEKS = "is a number from 1 to 5, or -5 to -1 from the end"
CODE = "is no code such as US or NY; put it in quotes"
PAIR = "write a pair such as [2026-07-03T12:00, 2026-07-03T17:00]"
WEEKDAYS = "is one of mon, tue, wed, thu, fri, sat, sun"


def refused(form: Any) -> list[tuple[str, str]]:
    with pytest.raises(CalendarRefused) as found:
        CalendarHistory.from_mapping("Office", form)
    assert found.value.name == "Office"
    return [(fault.path, fault.message) for fault in found.value.faults]


@pytest.mark.parametrize(
    ("form", "path", "message"),
    [
        ([], "", "a calendar has at least one revision"),
        ("x", "zone", "is missing: this is no calendar"),
        ([BASE, "x"], "[1].zone", "is missing: this is no calendar"),
        ({**BASE, "earlier": "x"}, "earlier.zone", "is missing: this is no calendar"),
        (
            {**BASE, "earlier": [BASE]},
            "effective_from",
            "is missing: only the first revision has none",
        ),
        ([BASE, BASE], "[1].effective_from", "is missing: only the first revision has none"),
        (
            [{**BASE, "effective_from": "2026-03-01T00:00:00Z"}] * 2,
            "[1].effective_from",
            "is not after that of the first revision",
        ),
        (
            {**BASE, "effective_from": "soon"},
            "effective_from",
            "'soon' is no instant: write it as 2026-03-02T09:00:00Z",
        ),
    ],
)
def test_C7_what_is_wrong_with_a_history_is_told(form: Any, path: str, message: str) -> None:
    assert refused(form) == [(path, message)]


def test_C7_a_revision_tells_its_faults_and_that_of_its_instant_together() -> None:
    told = refused({**BASE, "zone": "Nowhere", "effective_from": 7})
    assert [path for path, _ in told] == ["zone", "effective_from"]


@pytest.mark.parametrize(
    ("entry", "path", "message"),
    [
        ({"name": "x"}, ".date", "is missing; give a date, or a country"),
        ({"date": "2026-02-30"}, ".date", "'2026-02-30' is no date of the form YYYY-MM-DD"),
        ({**NEW_YEAR, "color": "red"}, ".color", "unknown key"),
        ({**NEW_YEAR, "from": "09:00"}, ".to", "is missing: a part of a day has both its ends"),
        ({**NEW_YEAR, "to": "09:00"}, ".from", "is missing: a part of a day has both its ends"),
        ({**NEW_YEAR, "name": "n" * 101}, ".name", "is no text of at most 100 characters"),
        ({**NEW_YEAR, "name": 5}, ".name", "is no text of at most 100 characters"),
        ({"country": 5, "days": {}}, ".country", CODE),
        ({"country": "US", "subdivision": 7, "days": {}}, ".subdivision", CODE),
        ({"country": None, "days": {}}, ".country", CODE),
        ({"country": "US"}, "", "the days off of a country are looked up when it is published"),
        ({"country": "US", "days": {}, "extra": 1}, ".extra", "unknown key"),
        (
            {"country": "US", "days": {"2026-13-01": "X"}},
            ".days.2026-13-01",
            "'2026-13-01' is no date of the form YYYY-MM-DD",
        ),
    ],
)
def test_C6_what_is_wrong_with_a_holiday_is_told(entry: Any, path: str, message: str) -> None:
    assert refused({**BASE, "holidays": [entry]}) == [(f"holidays[0]{path}", message)]


@pytest.mark.parametrize(
    ("rule", "path", "message"),
    [
        ("x", "", "write a rule such as {name: New Year, every: year, month: 1, day: 1}"),
        ({"every": "day"}, ".every", "is one of year, month, week"),
        ({"every": "year", "month": 13, "day": 1}, ".month", "is a number from 1 to 12"),
        ({"every": "year", "month": -1, "day": 1}, ".month", "is a number from 1 to 12"),
        ({"every": "year", "day": 1}, ".month", "is a number from 1 to 12"),
        (
            {"every": "year", "month": 2, "day": 30},
            ".day",
            "is a number from 1 to 29, or -29 to -1 from the end",
        ),
        (
            {"every": "month", "month": 3, "day": 1},
            ".month",
            "has no place in what falls every month",
        ),
        ({"every": "month", "day": 0}, ".day", MONTHLY),
        ({"every": "month", "day": 32}, ".day", MONTHLY),
        ({"every": "month", "day": True}, ".day", MONTHLY),
        ({"every": "month"}, "", "says either day, or weekday and nth"),
        (
            {"every": "month", "day": 1, "weekday": "mon"},
            "",
            "says either day, or weekday and nth",
        ),
        ({"every": "month", "day": 1, "nth": 2}, ".nth", "goes with a weekday, not with a day"),
        ({"every": "month", "weekday": "mon"}, ".nth", OF_WEEKS),
        ({"every": "month", "weekday": "mon", "nth": 6}, ".nth", OF_WEEKS),
        ({"every": "month", "weekday": "monday", "nth": "last"}, ".weekday", WEEKDAYS),
        ({"every": "week"}, ".weekday", WEEKDAYS),
        (
            {"every": "week", "weekday": "mon", "nth": 2},
            ".nth",
            "has no place in what falls every week",
        ),
        (
            {"every": "week", "weekday": "tue", "day": 2},
            ".day",
            "has no place in what falls every week",
        ),
        ({"every": "week", "weekday": "tue", "mood": "good"}, ".mood", "unknown key"),
    ],
)
def test_C6_what_is_wrong_with_a_holiday_rule_is_told(rule: Any, path: str, message: str) -> None:
    assert refused({**BASE, "holiday_rules": [rule]}) == [(f"holiday_rules[0]{path}", message)]


@pytest.mark.parametrize(
    ("entry", "path", "message"),
    [
        ("x", "", PAIR),
        (["2026-07-03T12:00"], "", PAIR),
        (
            ["noon", "2026-07-03T17:00"],
            "[0]",
            "'noon' is no local clock reading such as 2026-07-03T12:00",
        ),
    ],
)
def test_C6_what_is_wrong_with_a_break_is_told(entry: Any, path: str, message: str) -> None:
    assert refused({**BASE, "breaks": [entry]}) == [(f"breaks[0]{path}", message)]


@pytest.mark.parametrize(
    "form",
    [
        {"holidays": [{**NEW_YEAR, "name": "n" * 100, "from": "12:00", "to": "24:00"}]},
        {"holidays": [{**NEW_YEAR, "from": "00:00", "to": "09:00"}]},
        {"holiday_rules": [{"every": "month", "day": -1, "from": "12:00", "to": "24:00"}]},
        {"holiday_rules": [{"every": "month", "weekday": "fri", "nth": -1}]},
        {"holiday_rules": [{"every": "week", "weekday": "tue"}]},
        {"holidays": [{"country": "US", "subdivision": "NY", "days": {"2026-07-03": "Day"}}]},
        {"holidays": [{"country": "US", "days": {"2026-07-03": "Day"}}]},
    ],
)
def test_C1_what_is_read_is_written_the_same(form: dict[str, Any]) -> None:
    written = Calendar.from_mapping("Office", {**BASE, **form}).to_mapping()
    assert {key: written[key] for key in form} == form
    assert "earlier" not in CalendarHistory.from_mapping("Office", BASE).to_mapping()


def test_M17_the_last_day_of_a_span_has_its_own_reason() -> None:
    """A week with a break on its last working day but one, and a holiday on the last."""
    calendar = Calendar.from_mapping(
        "Office",
        {
            "zone": "UTC",
            "week": WORKDAYS,
            "holidays": ["2026-03-06"],
            "breaks": [["2026-03-05T12:00", "2026-03-05T13:00"]],
        },
    )
    start, end = (parse_instant(f"2026-03-{day}T12:00:00Z") for day in ("04", "06"))
    told = [
        (span.reason, (span.start - start) // 3_600, (span.end - start) // 3_600)
        for span in timetable(calendar).closed_spans(start, end)
    ]
    assert told == [
        ("outside hours", 5, 12),
        ("outside hours", 12, 21),
        ("break", 24, 25),
        ("outside hours", 29, 36),
        ("holiday", 36, 48),
    ]
