"""What a compiled calendar answers, corner by corner (C2, C3, C5, C6)."""

from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from shared.business_time import (
    Calendar,
    Timetable,
    format_instant,
    parse_instant,
    timetable,
)
from shared.business_time.compiled import Compiled
from shared.business_time.open_table import OpenTable

HOUR = 3_600
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WORKDAYS, "sat", "sun")


def table(zone: str = "UTC", **parts: object) -> Timetable:
    mapping: dict[str, object] = {"zone": zone, "week": {}, **parts}
    return OpenTable(Calendar.from_mapping("Office", mapping))


def at(text: str) -> int:
    return parse_instant(text if text.endswith("Z") else f"{text}:00Z")


def office() -> Timetable:
    return table(week={day: [["09:00", "17:00"]] for day in WORKDAYS})


def spans(hours: Timetable, start: str, end: str) -> list[tuple[str, str]]:
    found = hours.open_spans(at(start), at(end))
    return [(format_instant(a)[5:16], format_instant(b)[5:16]) for a, b in found]


def test_C2_hours_in_an_hour_that_the_clock_repeats_are_open_twice() -> None:
    night = table("Europe/Berlin", week={"sun": [["02:15", "02:45"]]})
    assert spans(night, "2026-10-25T00:00", "2026-10-25T03:00") == [
        ("10-25T00:15", "10-25T00:45"),
        ("10-25T01:15", "10-25T01:45"),
    ]


def test_C2_hours_that_begin_before_and_end_within_a_repeated_hour_are_open_in_both() -> None:
    night = table("Europe/Berlin", week={"sun": [["01:30", "02:30"]]})
    assert spans(night, "2026-10-24T20:00", "2026-10-25T08:00") == [
        ("10-24T23:30", "10-25T00:30"),
        ("10-25T01:00", "10-25T01:30"),
    ]


def test_C2_hours_that_the_clock_skips_do_not_count() -> None:
    night = table("Europe/Berlin", week={"sun": [["01:30", "02:30"]]})
    assert spans(night, "2026-03-28T20:00", "2026-03-29T08:00") == [("03-29T00:30", "03-29T01:00")]
    inside = table("Europe/Berlin", week={"sun": [["02:15", "02:45"]]})
    assert spans(inside, "2026-03-28T20:00", "2026-03-29T08:00") == []


def test_C2_half_an_hour_of_clock_change_counts_as_half_an_hour() -> None:
    whole = table("Australia/Lord_Howe", week={"sun": [["00:00", "24:00"]]})
    week = at("2026-04-02T00:00"), at("2026-04-08T00:00")
    assert whole.elapsed(*week) == 24 * HOUR + HOUR // 2


def test_C2_a_date_that_the_zone_skipped_is_never_open() -> None:
    fridays = table("Pacific/Apia", week={"fri": [["00:00", "24:00"]]})
    assert fridays.elapsed(at("2011-12-27T00:00"), at("2012-01-02T00:00")) == 0


def test_C2_a_shift_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    nights = table(week={day: [["22:00", "06:00"]] for day in WEEK}, holidays=["2026-03-04"])
    assert spans(nights, "2026-03-03T12:00", "2026-03-05T23:00") == [
        ("03-03T22:00", "03-04T06:00"),
        ("03-05T22:00", "03-05T23:00"),
    ]


def test_C2_a_break_closes_also_the_tail_and_a_date_replaces_its_weekday() -> None:
    hours = table(
        week={day: [["22:00", "06:00"]] for day in WEEK},
        dates={"2026-03-04": [["10:00", "12:00"]]},
        breaks=[["2026-03-04T01:00", "2026-03-04T02:00"], ["2026-03-04T01:30", "2026-03-04T03:00"]],
    )
    assert spans(hours, "2026-03-03T23:00", "2026-03-05T22:00") == [
        ("03-03T23:00", "03-04T01:00"),
        ("03-04T03:00", "03-04T06:00"),
        ("03-04T10:00", "03-04T12:00"),
    ]


def test_C2_several_breaks_are_left_out_also_those_that_lie_between_shifts() -> None:
    hours = table(
        week={"wed": [["14:00", "18:00"], ["08:00", "10:00"]]},
        breaks=[
            [f"2026-03-04T{start}", f"2026-03-04T{end}"]
            for start, end in (
                ("11:00", "11:30"),
                ("09:00", "09:30"),
                ("12:00", "12:30"),
                ("13:00", "14:30"),
                ("15:00", "16:00"),
            )
        ],
    )
    assert spans(hours, "2026-03-04T00:00", "2026-03-05T00:00") == [
        ("03-04T08:00", "03-04T09:00"),
        ("03-04T09:30", "03-04T10:00"),
        ("03-04T14:30", "03-04T15:00"),
        ("03-04T16:00", "03-04T18:00"),
    ]


def test_C2_hours_of_a_date_may_stand_in_any_order() -> None:
    hours = table(
        dates={"2026-03-04": [["14:00", "16:00"], ["09:00", "10:00"], ["10:00", "11:00"]]}
    )
    assert spans(hours, "2026-03-04T00:00", "2026-03-05T00:00") == [
        ("03-04T09:00", "03-04T11:00"),
        ("03-04T14:00", "03-04T16:00"),
    ]


def test_C2_a_holiday_beats_the_hours_given_for_its_date() -> None:
    hours = table(
        week={"mon": [["09:00", "17:00"]]},
        dates={"2026-12-25": [["09:00", "12:00"]], "2026-12-24": [["09:00", "12:00"]]},
        annual_holidays=["12-25"],
    )
    assert spans(hours, "2026-12-24T00:00", "2026-12-28T00:00") == [("12-24T09:00", "12-24T12:00")]


def test_C2_intervals_that_touch_are_one_span_also_over_midnight_and_new_year() -> None:
    nights = table(week={day: [["20:00", "24:00"], ["00:00", "02:00"]] for day in WEEK})
    assert spans(nights, "2025-12-31T12:00", "2026-01-01T12:00") == [("12-31T20:00", "01-01T02:00")]


def test_C3_eight_hours_from_opening_end_at_closing_and_not_at_the_next_opening() -> None:
    assert office().add(at("2026-03-06T09:00"), 8 * HOUR) == at("2026-03-06T17:00")
    assert office().add(at("2026-03-06T09:00"), 8 * HOUR + 1) == at("2026-03-09T09:00:01Z")


def test_C3_backwards_it_is_the_latest_instant() -> None:
    assert office().add(at("2026-03-09T09:00"), -8 * HOUR) == at("2026-03-06T09:00")
    assert office().add(at("2026-03-09T10:00"), -HOUR) == at("2026-03-09T09:00")
    assert office().add(at("2026-03-09T10:00"), -HOUR - 1) == at("2026-03-06T16:59:59Z")


def test_C3_adding_nothing_gives_the_start_also_when_closed() -> None:
    closed = at("2026-03-07T12:00")
    assert office().add(closed, 0) == closed


def test_C4_elapsed_is_nothing_when_the_end_is_not_after_the_start() -> None:
    noon = at("2026-03-06T12:00")
    assert office().elapsed(noon, noon) == office().elapsed(noon, noon - HOUR) == 0


def test_C4_a_span_from_1970_to_2100_is_counted() -> None:
    start, end = at("1970-01-01T00:00"), at("2100-01-01T00:00")
    days = [day for day in range(start, end, 86_400) if (day // 86_400 + 3) % 7 < 5]
    assert office().elapsed(start, end) == len(days) * 8 * HOUR


def test_C5_open_at_the_opening_second_and_closed_at_the_closing_one() -> None:
    assert office().is_open(at("2026-03-06T09:00"))
    assert office().is_open(at("2026-03-06T16:59:59Z"))
    assert not office().is_open(at("2026-03-06T17:00"))
    assert not office().is_open(at("2026-03-06T08:59:59Z"))


def test_C5_next_and_previous_from_within_and_from_without() -> None:
    opening, closing, monday = (
        at("2026-03-06T09:00"),
        at("2026-03-06T17:00"),
        at("2026-03-09T09:00"),
    )
    inside = opening + HOUR
    assert office().next_open(inside) == inside
    assert office().next_close(inside) == closing
    assert office().next_window(inside) == (inside, closing)
    assert office().next_open(closing) == monday
    assert office().next_close(closing) == monday + 8 * HOUR
    assert office().previous_close(inside) == inside
    assert office().previous_close(closing) == closing
    assert office().previous_close(monday) == closing
    assert office().previous_close(monday + 1) == monday + 1


def test_C8_a_calendar_is_compiled_once() -> None:
    mapping = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
    first = timetable(Calendar.from_mapping("Office", mapping))
    assert timetable(Calendar.from_mapping("Office", mapping)) is first


def test_C8_a_question_of_years_reads_no_more_than_one_of_a_day() -> None:
    reads: list[int] = []

    class Counted(list[int]):
        @override
        def __getitem__(self, place: Any) -> Any:
            reads.append(place)
            return super().__getitem__(place)

    start = at("2026-03-06T12:00")
    days = [(day * 86_400, day * 86_400 + 8 * HOUR) for day in range(start // 86_400, 25_000)]
    plain = Compiled.of(start, 25_000 * 86_400, days)
    known = replace(
        plain,
        starts=Counted(plain.starts),
        ends=Counted(plain.ends),
        before=Counted(plain.before),
    )
    most = 2 * (len(days).bit_length() + 3)
    for end in (start + 86_400, start + 5 * 31_557_600):
        reads.clear()
        open_time = known.between(start, end)
        assert open_time == plain.between(start, end)
        assert 6 <= len(reads) <= most
        reads.clear()
        assert known.after(start, open_time) == plain.after(start, open_time)
        assert 5 <= len(reads) <= most


@pytest.mark.parametrize("hours", [5, 13])
def test_C4_before_the_first_opening_of_a_year_nothing_has_passed(hours: int) -> None:
    mapping = {"zone": "UTC", "week": {key: [["12:00", "17:00"]] for key in ("thu", "fri")}}
    table = timetable(Calendar.from_mapping("Late", mapping))
    new_year = at("2026-01-01T00:00")  # a Thursday, and the first day that is compiled
    opened = max(0, hours - 12) * HOUR
    assert table.elapsed(new_year, new_year + hours * HOUR) == opened
    assert table.elapsed(new_year + HOUR, new_year + hours * HOUR) == opened
