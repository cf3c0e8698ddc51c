"""Why time did not count, span by span (M17)."""

from datetime import date

import pytest

from shared.business_time import Calendar, ClosedSpan, format_instant, parse_instant, timetable

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WORKDAYS, "sat", "sun")
NIGHTS = {day: [["22:00", "06:00"]] for day in WEEK}
DAYS = {day: [["09:00", "17:00"]] for day in WORKDAYS}


def closed(start: str, end: str, zone: str = "UTC", **parts: object) -> list[tuple[str, ...]]:
    calendar = Calendar.from_mapping("Office", {"zone": zone, **parts})
    spans = timetable(calendar).closed_spans(
        parse_instant(f"{start}:00Z"), parse_instant(f"{end}:00Z")
    )
    return [told(span) for span in spans]


def told(span: ClosedSpan) -> tuple[str, ...]:
    start, end = format_instant(span.start)[5:16], format_instant(span.end)[5:16]
    return start, end, span.reason, f"{span.day:%m-%d}"


def test_M17_evenings_nights_and_the_weekend_are_told_day_by_day() -> None:
    assert closed("2026-03-06T16:00", "2026-03-09T10:00", week=DAYS) == [
        ("03-06T17:00", "03-07T00:00", "outside hours", "03-06"),
        ("03-07T00:00", "03-08T00:00", "closed weekday", "03-07"),
        ("03-08T00:00", "03-09T00:00", "closed weekday", "03-08"),
        ("03-09T00:00", "03-09T09:00", "outside hours", "03-09"),
    ]


def test_M17_a_holiday_is_told_whole_and_with_its_date() -> None:
    assert closed("2026-12-24T18:00", "2026-12-26T06:00", week=DAYS, annual_holidays=["12-25"]) == [
        ("12-24T18:00", "12-25T00:00", "outside hours", "12-24"),
        ("12-25T00:00", "12-26T00:00", "holiday", "12-25"),
        ("12-26T00:00", "12-26T06:00", "closed weekday", "12-26"),
    ]


def test_M17_a_night_shift_that_a_holiday_stopped_is_the_holidays_after_midnight_too() -> None:
    assert closed("2026-12-25T04:00", "2026-12-26T23:00", week=NIGHTS, holidays=["2026-12-25"]) == [
        ("12-25T06:00", "12-26T06:00", "holiday", "12-25"),
        ("12-26T06:00", "12-26T22:00", "outside hours", "12-26"),
    ]


def test_M17_a_stopped_night_is_told_also_by_a_span_that_begins_after_midnight() -> None:
    assert closed("2026-12-26T01:00", "2026-12-26T12:00", week=NIGHTS, holidays=["2026-12-25"]) == [
        ("12-26T01:00", "12-26T06:00", "holiday", "12-25"),
        ("12-26T06:00", "12-26T12:00", "outside hours", "12-26"),
    ]


def test_M17_what_a_date_takes_away_before_its_hours_is_the_dates_too() -> None:
    dates = {"2026-12-24": [["11:00", "12:00"]]}
    assert closed("2026-12-24T00:00", "2026-12-24T12:00", week=DAYS, dates=dates) == [
        ("12-24T00:00", "12-24T09:00", "outside hours", "12-24"),
        ("12-24T09:00", "12-24T11:00", "special date", "12-24"),
    ]


def test_M17_what_other_hours_for_a_date_take_away_is_the_dates() -> None:
    dates = {"2026-12-24": [["09:00", "12:00"]], "2026-12-28": []}
    assert closed("2026-12-24T10:00", "2026-12-25T01:00", week=DAYS, dates=dates) == [
        ("12-24T12:00", "12-24T17:00", "special date", "12-24"),
        ("12-24T17:00", "12-25T00:00", "outside hours", "12-24"),
        ("12-25T00:00", "12-25T01:00", "outside hours", "12-25"),
    ]
    assert closed("2026-12-28T00:00", "2026-12-29T09:00", week=DAYS, dates=dates)[0] == (
        "12-28T00:00",
        "12-29T00:00",
        "special date",
        "12-28",
    )


def test_M17_a_break_is_told_from_its_start_to_its_end() -> None:
    breaks = [["2026-07-03T12:00", "2026-07-03T18:00"]]
    assert closed("2026-07-03T10:00", "2026-07-03T20:00", week=DAYS, breaks=breaks) == [
        ("07-03T12:00", "07-03T18:00", "break", "07-03"),
        ("07-03T18:00", "07-03T20:00", "outside hours", "07-03"),
    ]


def test_M17_a_break_in_an_hour_that_the_clock_repeats_is_a_break_both_times() -> None:
    spans = closed(
        "2026-11-01T04:00",
        "2026-11-01T08:00",
        zone="America/New_York",
        week={"sun": [["00:00", "24:00"]]},
        breaks=[["2026-11-01T01:15", "2026-11-01T01:45"]],
    )
    assert spans == [
        ("11-01T05:15", "11-01T05:45", "break", "11-01"),
        ("11-01T06:15", "11-01T06:45", "break", "11-01"),
    ]


def test_M17_one_night_through_a_clock_change_is_one_span() -> None:
    week = {day: [["08:00", "18:00"]] for day in WEEK}
    spans = closed("2026-03-29T00:00", "2026-03-29T06:00", zone="Europe/Berlin", week=week)
    assert spans == [("03-29T00:00", "03-29T06:00", "outside hours", "03-29")]


@pytest.mark.parametrize("end", ["2026-03-06T12:00", "2026-03-05T12:00"])
def test_M17_nothing_is_closed_in_a_span_that_is_none(end: str) -> None:
    assert closed("2026-03-06T12:00", end, week=DAYS) == []


def test_M17_the_day_is_that_of_the_zone() -> None:
    calendar = Calendar.from_mapping("Tokyo", {"zone": "Asia/Tokyo", "week": DAYS})
    late = parse_instant("2026-03-06T15:30:00Z")
    assert timetable(calendar).closed_spans(late, late + 60)[0].day == date(2026, 3, 7)
