"""Where pieces of time are put together again, nothing shows: revisions, pauses, parts of days."""

from datetime import UTC, datetime

import pytest

from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    CalendarHistory,
    CalendarRefused,
    NotEnoughOpenTime,
    Revision,
    add_with_pauses,
    elapsed_with_pauses,
    parse_instant,
    timetable,
)

HOUR = 3_600
MONDAY = parse_instant("2026-03-02T00:00:00Z")
OFFICE = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}


def test_C7_hours_that_a_revision_leaves_alone_are_one_stretch() -> None:
    longer = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}
    history = CalendarHistory.from_mapping(
        "Office", [OFFICE, {**longer, "effective_from": "2026-03-02T12:00:00Z"}]
    )
    table = timetable(history)
    nine, five = MONDAY + 9 * HOUR, MONDAY + 17 * HOUR
    assert table.next_close(nine) == five
    assert table.next_window(nine) == (nine, five)
    assert table.open_spans(MONDAY, MONDAY + 24 * HOUR) == [(nine, five)]
    assert table.open_spans(nine, MONDAY + 48 * HOUR) == [
        (nine, five),
        (MONDAY + 33 * HOUR, MONDAY + 41 * HOUR),
    ]


def test_M10_a_pause_that_is_over_hides_none_that_comes() -> None:
    table = timetable(Calendar.from_mapping("Office", OFFICE))
    nine = MONDAY + 9 * HOUR
    pauses = [(nine - 3 * HOUR, nine - HOUR), (nine + HOUR, nine + 2 * HOUR)]
    assert add_with_pauses(table, nine, 2 * HOUR, pauses) == nine + 3 * HOUR
    assert elapsed_with_pauses(table, nine, nine + 3 * HOUR, pauses) == 2 * HOUR


@pytest.mark.parametrize(
    ("start", "end"), [("12:00", "13:00"), ("09:00", "12:00"), ("13:00", "17:00")]
)
def test_C6_what_is_closed_for_a_part_of_each_day_is_open_for_the_rest(
    start: str, end: str
) -> None:
    rule = {"every": "week", "weekday": "mon", "from": start, "to": end}
    calendar = Calendar.from_mapping("Office", {**OFFICE, "holiday_rules": [rule]})
    hours = int(end[:2]) - int(start[:2])
    assert timetable(calendar).elapsed(MONDAY, MONDAY + 24 * HOUR) == (8 - hours) * HOUR


def test_C5_what_never_closes_says_so() -> None:
    with pytest.raises(NotEnoughOpenTime) as never:
        timetable(ALWAYS_OPEN).next_close(MONDAY)
    assert str(never.value) == "'24x7' does not close within 20 years"
    assert timetable(ALWAYS_OPEN).open_spans(MONDAY, MONDAY) == []


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_C2_a_night_shift_into_the_new_year_is_known_from_either_side(year: int) -> None:
    week = {day: [["22:00", "06:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    calendar = Calendar.from_mapping("Night", {"zone": "Pacific/Kiritimati", "week": week})
    new_year = parse_instant(f"{year}-01-01T00:00:00Z")
    for start, hours in ((new_year, 24), (new_year - 24 * HOUR, 24), (new_year - 12 * HOUR, 24)):
        table = timetable(calendar)
        assert table.elapsed(start, start + hours * HOUR) == 8 * HOUR
        timetable.cache_clear()
    assert timetable(calendar).is_open(new_year + 8 * HOUR)
    assert timetable(calendar).next_close(new_year + 8 * HOUR) == new_year + 16 * HOUR


def revision(since: int | None) -> Revision:
    return Revision(Calendar.from_mapping("Office", OFFICE), since)


@pytest.mark.parametrize(
    ("saved", "kept"),
    [
        ([None, 10, 20, 15], [None, 10, 15]),
        ([None, 10, 20], [None, 10, 20]),
        ([None, 10, 10], [None, 10]),
    ],
)
def test_C7_a_revision_stands_in_for_those_that_were_to_come_after_it(
    saved: list[int | None], kept: list[int | None]
) -> None:
    history = CalendarHistory.of(revision(since) for since in saved)
    assert [one.since for one in history.revisions] == kept


def test_C7_every_revision_bears_the_name_of_the_calendar() -> None:
    later = {**OFFICE, "effective_from": datetime(2026, 3, 2, 12, tzinfo=UTC)}
    history = CalendarHistory.from_mapping("Office", [OFFICE, later])
    assert [one.calendar.name for one in history.revisions] == ["Office", "Office"]
    assert history.revisions[1].since == MONDAY + 12 * HOUR


def test_C7_what_is_no_instant_is_said_of_a_number_too() -> None:
    with pytest.raises(CalendarRefused) as refused:
        Revision.from_mapping("Office", {**OFFICE, "effective_from": 7})
    (fault,) = refused.value.faults
    assert refused.value.name == "Office"
    assert fault.message == "'7' is no instant: write it as 2026-03-02T09:00:00Z"
