"""Where searches end: twenty years, the known years, and what never closes (C6)."""

from collections.abc import Callable

import pytest

from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    NotEnoughOpenTime,
    Timetable,
    parse_instant,
    timetable,
)
from shared.business_time.open_table import OpenTable

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def table(zone: str = "UTC", **parts: object) -> Timetable:
    mapping: dict[str, object] = {"zone": zone, "week": {}, **parts}
    return OpenTable(Calendar.from_mapping("Office", mapping))


def at(text: str) -> int:
    return parse_instant(f"{text}:00Z")


QUESTIONS: dict[str, Callable[[Timetable, int], object]] = {
    "add": lambda hours, start: hours.add(start, 60),
    "add backwards": lambda hours, start: hours.add(start, -60),
    "next_open": lambda hours, start: hours.next_open(start),
    "next_close": lambda hours, start: hours.next_close(start),
    "next_window": lambda hours, start: hours.next_window(start),
    "previous_close": lambda hours, start: hours.previous_close(start),
}
RARE = {"2000-01-03": [["09:00", "10:00"]], "2080-01-03": [["09:00", "10:00"]]}


@pytest.mark.parametrize("name", list(QUESTIONS))
@pytest.mark.parametrize("warm", [False, True])
def test_C6_nothing_within_twenty_years_is_an_error_whatever_was_asked_before(
    name: str, warm: bool
) -> None:
    hours = table(dates=RARE)
    if warm:
        hours.elapsed(at("1990-01-01T00:00"), at("2100-01-01T00:00"))
    with pytest.raises(NotEnoughOpenTime, match="within 20 years"):
        QUESTIONS[name](hours, at("2026-01-01T00:00"))


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "next_close"])
def test_C6_what_lies_just_within_twenty_years_is_found(name: str) -> None:
    hours = table(dates=RARE)
    back = name in {"add backwards", "previous_close"}
    QUESTIONS[name](hours, at("2019-12-01T00:00" if back else "2060-02-01T00:00"))


def test_C6_more_than_twenty_years_of_time_is_an_error_in_24x7_too() -> None:
    for hours in (timetable(ALWAYS_OPEN), table(week={day: [["00:00", "24:00"]] for day in WEEK})):
        with pytest.raises(NotEnoughOpenTime, match="20 years"):
            hours.add(0, 7_321 * 86_400)
        with pytest.raises(NotEnoughOpenTime, match="20 years"):
            hours.add(0, -7_321 * 86_400)


def test_the_first_and_the_last_known_second_are_answered() -> None:
    always = table(week={day: [["00:00", "24:00"]] for day in WEEK})
    for text in ("1900-01-01T00:00:00Z", "2399-12-31T23:59:59Z", "2026-01-01T00:00:00Z"):
        fresh = OpenTable(always.calendar)
        assert fresh.is_open(parse_instant(text))
        assert always.elapsed(parse_instant(text), parse_instant(text) + 1) == 1


@pytest.mark.parametrize(
    "text", ["0001-06-01T00:00:00Z", "1899-12-31T23:59:59Z", "2400-01-01T00:00:00Z"]
)
def test_an_instant_beyond_the_known_years_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(NotEnoughOpenTime, match="known from 1900 to 2399 only"):
        table(dates=RARE).is_open(parse_instant(text))


@pytest.mark.parametrize("start", ["2026-03-06T12:00", "1999-12-31T23:59", "2026-03-29T01:00"])
def test_24x7_answers_like_a_calendar_of_another_zone_that_is_always_open(start: str) -> None:
    always = timetable(ALWAYS_OPEN)
    other = table("America/St_Johns", week={day: [["00:00", "24:00"]] for day in WEEK})
    here, there = at(start), at(start) + 400 * 86_400
    assert always.calendar is ALWAYS_OPEN
    for hours in (always, other):
        assert hours.elapsed(here, there) == there - here
        assert hours.elapsed(there, here) == 0
        assert hours.add(here, 1_234_567) == here + 1_234_567
        assert hours.add(here, -1_234_567) == here - 1_234_567
        assert hours.is_open(here)
        assert hours.next_open(here) == hours.previous_close(here) == here
        assert hours.next_window(here) == (here, here + 20 * 366 * 86_400)
        assert hours.open_spans(here, there) == [(here, there)]
        assert hours.open_spans(there, here) == []
        assert hours.closed_spans(here, there) == []
        with pytest.raises(NotEnoughOpenTime, match="does not close"):
            hours.next_close(here)


def test_C6_exactly_twenty_years_are_within_reach_and_a_second_more_is_not() -> None:
    horizon = 20 * 366 * 86_400
    opens, closes = at("2000-01-03T09:00"), at("2000-01-03T10:00")
    hours = table(dates={"2000-01-03": [["09:00", "10:00"]]})
    for add, nearest, further in (
        (3_600, closes - horizon, closes - horizon - 1),
        (-3_600, opens + horizon, opens + horizon + 1),
    ):
        assert hours.add(nearest, add) in {opens, closes}
        with pytest.raises(NotEnoughOpenTime):
            hours.add(further, add)
    assert hours.next_open(opens - horizon + 1) == opens
    assert hours.previous_close(closes + horizon - 1) == closes
    with pytest.raises(NotEnoughOpenTime):
        hours.next_open(opens - horizon)
    with pytest.raises(NotEnoughOpenTime):
        hours.previous_close(closes + horizon)
    assert timetable(ALWAYS_OPEN).add(0, horizon) == horizon
    assert timetable(ALWAYS_OPEN).add(0, -horizon) == -horizon


def test_C6_a_window_longer_than_twenty_years_is_cut_there_whatever_was_asked_before() -> None:
    week = {day: [["00:00", "24:00"]] for day in WEEK}
    start = at("2026-06-01T00:00")
    for warm in (False, True):
        hours = table(week=week)
        if warm:
            hours.elapsed(start, at("2100-01-01T00:00"))
        assert hours.next_window(start) == (start, start + 20 * 366 * 86_400)
