"""Holidays of every kind of C1, and the reasons that they give (M17)."""

from datetime import date, timedelta

import pytest

from shared.business_time import (
    Calendar,
    CalendarRefused,
    ClosedSpan,
    Holiday,
    local_to_instant,
    timetable,
)
from shared.business_time.opening import open_between

ZONE = "America/New_York"
OFFICE: dict[str, object] = {
    "zone": ZONE,
    "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
DAY = 24 * 3_600


def office(**holidays: object) -> Calendar:
    return Calendar.from_mapping("Office", {**OFFICE, **holidays})


def faults(**holidays: object) -> dict[str, str]:
    with pytest.raises(CalendarRefused) as refused:
        office(**holidays)
    return {fault.path: fault.message for fault in refused.value.faults}


def open_hours(calendar: Calendar, day: str) -> float:
    start = local_to_instant(ZONE, f"{day}T00:00")
    return timetable(calendar).elapsed(start, start + DAY) / 3_600


def closed_on(calendar: Calendar, day: str) -> list[ClosedSpan]:
    start = local_to_instant(ZONE, f"{day}T00:00")
    return timetable(calendar).closed_spans(start, start + DAY)


@pytest.mark.parametrize(
    ("rule", "year", "days"),
    [
        ({"every": "year", "month": 11, "weekday": "thu", "nth": 4}, 2026, ["11-26"]),
        ({"every": "year", "month": 5, "weekday": "mon", "nth": -1}, 2026, ["05-25"]),
        ({"every": "year", "month": 5, "weekday": "mon", "nth": "last"}, 2027, ["05-31"]),
        ({"every": "year", "month": 2, "weekday": "mon", "nth": 5}, 2026, []),
        ({"every": "year", "month": 3, "weekday": "sun", "nth": -5}, 2026, ["03-01"]),
        ({"every": "year", "month": 2, "day": 29}, 2026, []),
        ({"every": "year", "month": 2, "day": 29}, 2028, ["02-29"]),
        ({"every": "year", "month": 2, "day": -1}, 2028, ["02-29"]),
        ({"every": "month", "day": 31}, 2026, [f"{m:02}-31" for m in (1, 3, 5, 7, 8, 10, 12)]),
    ],
)
def test_C1_a_rule_falls_on_its_days(rule: dict[str, object], year: int, days: list[str]) -> None:
    holiday = office(holiday_rules=[rule]).named[0]
    assert [f"{day:%m-%d}" for day in holiday.days(year)] == days


def test_C1_a_weekly_holiday_falls_on_every_such_weekday() -> None:
    days = [*Holiday("week", weekday=2).days(2026)]
    assert days[0] == date(2026, 1, 7)
    assert {day - timedelta(days=7 * place) for place, day in enumerate(days)} == {days[0]}
    assert len(days) == 52


def test_C1_the_last_day_of_each_month_may_end_early() -> None:
    taking_stock = {
        "name": "Stock-taking",
        "every": "month",
        "day": -1,
        "from": "15:00",
        "to": "18:00",
    }
    calendar = office(holiday_rules=[taking_stock])
    assert [open_hours(calendar, day) for day in ("2026-04-29", "2026-04-30")] == [8, 6]
    assert [(span.reason, span.name) for span in closed_on(calendar, "2026-04-30")] == [
        ("outside hours", ""),
        ("holiday", "Stock-taking"),
        ("outside hours", ""),
    ]


def test_C1_a_part_day_holiday_may_run_past_midnight() -> None:
    week = {day: [["00:00", "24:00"]] for day in ("sat", "sun")}
    rule = {
        "name": "Patch night",
        "every": "week",
        "weekday": "sat",
        "from": "22:00",
        "to": "02:00",
    }
    calendar = office(week=week, holiday_rules=[rule])
    assert [open_hours(calendar, day) for day in ("2026-03-14", "2026-03-15")] == [22, 22]
    assert [(span.name, span.day) for span in closed_on(calendar, "2026-03-15")] == [
        ("Patch night", date(2026, 3, 14))
    ]


def test_C1_a_date_may_have_a_name_and_hours() -> None:
    calendar = office(
        holidays=[
            "2026-01-02",
            {"date": "2026-07-03", "name": "Founders' day"},
            {"date": "2026-12-24", "name": "Christmas Eve", "from": "13:00", "to": "24:00"},
        ]
    )
    assert [open_hours(calendar, day) for day in ("2026-01-02", "2026-07-03", "2026-12-24")] == [
        0,
        0,
        4,
    ]
    assert {span.name for span in closed_on(calendar, "2026-07-03")} == {"Founders' day"}


def test_M17_a_weekend_is_a_weekend_and_a_nameless_holiday_has_no_name() -> None:
    calendar = office(annual_holidays=["01-01"])
    assert {(s.reason, s.name) for s in closed_on(calendar, "2026-01-01")} == {("holiday", "")}
    assert {s.reason for s in closed_on(calendar, "2026-01-03")} == {"closed weekday"}


def test_M17_of_two_holidays_on_a_day_one_that_has_a_name_is_told() -> None:
    calendar = office(
        annual_holidays=["12-25"],
        holidays=["2026-12-25", {"date": "2026-12-25", "name": "Christmas Day"}],
    )
    assert {span.name for span in closed_on(calendar, "2026-12-25")} == {"Christmas Day"}


def test_C1_the_days_of_a_country_are_dates_with_names() -> None:
    days = {"2026-07-03": "Independence Day (observed)", "2026-11-26": "Thanksgiving Day"}
    calendar = office(holidays=[{"country": "US", "subdivision": "NY", "days": days}, "2026-12-28"])
    assert [open_hours(calendar, day) for day in ("2026-07-03", "2026-11-26", "2026-12-28")] == [
        0
    ] * 3
    assert {span.name for span in closed_on(calendar, "2026-11-26")} == {"Thanksgiving Day"}
    assert Calendar.from_mapping("Office", calendar.to_mapping()) == calendar


def test_C1_every_kind_of_holiday_is_written_as_it_is_read() -> None:
    calendar = office(
        annual_holidays=["05-01"],
        holidays=["2026-01-02", {"date": "2026-12-24", "from": "13:00", "to": "24:00"}],
        holiday_rules=[
            {"name": "Thanksgiving", "every": "year", "month": 11, "weekday": "thu", "nth": 4},
            {"name": "Stock-taking", "every": "month", "day": -1, "from": "15:00", "to": "02:00"},
            {"every": "week", "weekday": "fri", "from": "16:00", "to": "17:00"},
            {"every": "year", "month": 12, "day": 31},
        ],
    )
    assert Calendar.from_mapping("Office", calendar.to_mapping()) == calendar


def test_C6_every_fault_of_every_holiday_is_told_at_once() -> None:
    found = faults(
        holidays=[
            {"date": "2026-02-30", "name": 7},
            {"name": "Nobody knows when"},
            {"date": "2026-12-24", "from": "13:00"},
            {"country": 1, "days": {}, "city": "x"},
            {"country": "US"},
        ],
        holiday_rules=[
            "Thanksgiving",
            {"every": "fortnight"},
            {"every": "year", "month": 13, "day": 1},
            {"every": "year", "month": 2, "day": 30},
            {"every": "year", "month": 2, "day": 0},
            {"every": "month", "month": 2, "day": 1},
            {"every": "month", "day": 1, "weekday": "mon"},
            {"every": "month", "day": 1, "nth": 1},
            {"every": "month", "weekday": "monday", "nth": 6},
            {"every": "week", "weekday": "mon", "nth": 1},
            {"every": "week", "weekday": "mon", "from": "09:00", "to": "09:00"},
            {"every": "month", "day": True},
        ],
    )
    assert list(found) == [
        "holidays[0].name",
        "holidays[0].date",
        "holidays[1].date",
        "holidays[2].to",
        "holidays[3].city",
        "holidays[3].country",
        "holidays[4]",
        "holiday_rules[0]",
        "holiday_rules[1].every",
        "holiday_rules[2].month",
        "holiday_rules[3].day",
        "holiday_rules[4].day",
        "holiday_rules[5].month",
        "holiday_rules[6]",
        "holiday_rules[7].nth",
        "holiday_rules[8].weekday",
        "holiday_rules[8].nth",
        "holiday_rules[9].nth",
        "holiday_rules[10]",
        "holiday_rules[11].day",
    ]


def test_C1_the_holidays_of_one_country_need_no_list() -> None:
    assert list(faults(holidays={"country": "US"})) == ["holidays"]
    calendar = office(holidays={"country": "US", "days": {"2026-07-03": "x"}})
    assert open_hours(calendar, "2026-07-03") == 0


@pytest.mark.parametrize(
    "rules",
    [
        [{"every": "week", "weekday": day} for day in ("mon", "tue", "wed", "thu", "fri")],
        [
            {"every": "week", "weekday": day, "from": "08:00", "to": "18:00"}
            for day in ("mon", "tue", "wed", "thu", "fri")
        ],
        [{"every": "month", "day": day} for day in range(1, 32)],
    ],
)
def test_C6_rules_that_leave_no_open_hour_are_refused(rules: list[dict[str, object]]) -> None:
    assert faults(holiday_rules=rules) == {"week": "the calendar is never open"}


def test_C6_a_calendar_that_opens_in_leap_years_alone_is_open() -> None:
    days = [f"{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 32) if (m, d) != (2, 29)]
    real = [day for day in days if _exists(day)]
    calendar = office(annual_holidays=real)
    first, beyond = (local_to_instant("UTC", f"{year}-01-01T00:00") for year in (2028, 2029))
    assert len(open_between(calendar, first, beyond)) == 1


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(f"2028-{day}")
    except ValueError:
        return False
    return True
