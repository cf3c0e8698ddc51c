"""Laws of business time over random calendars, against an oracle that walks minute by minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared.business_time import (
    Calendar,
    CalendarHistory,
    NotEnoughOpenTime,
    Revision,
    add_with_pauses,
    elapsed_with_pauses,
    timetable,
    to_datetime,
)
from shared.business_time.hours import DAY_SECONDS, HORIZON_SECONDS
from shared.business_time.instant import zone_named
from shared.business_time.open_table import OpenTable
from tests.property.wall_clock import (
    BASE,
    MINUTE,
    YEAR,
    ZONES,
    calendars,
    changes,
    covers,
    is_holiday,
    open_on_the_wall,
    questions,
)


@given(questions(), st.integers(1, 2 * 1440))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_C2_elapsed_is_what_a_walk_minute_by_minute_counts(
    question: tuple[Calendar, int], minutes: int
) -> None:
    calendar, start = question
    walked = sum(
        MINUTE * open_on_the_wall(calendar, start + step * MINUTE) for step in range(minutes)
    )
    assert timetable(calendar).elapsed(start, start + minutes * MINUTE) == walked


@given(questions(), st.integers(0, 3 * DAY_SECONDS), st.integers(1, 900))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_C2_is_open_holds_second_by_second(
    question: tuple[Calendar, int], ahead: int, seconds: int
) -> None:
    calendar, start = question
    first = start + ahead
    table = timetable(calendar)
    walked = [open_on_the_wall(calendar, at) for at in range(first, first + seconds)]
    assert [table.is_open(at) for at in range(first, first + seconds)] == walked
    assert table.elapsed(first, first + seconds) == sum(walked)


def test_C2_the_days_around_every_clock_change_of_every_zone_are_as_the_wall_shows() -> None:
    hours = ((1_800, 5_400), (7_200, 9_900), (82_800, DAY_SECONDS + 900))
    seen = set()
    for zone in ZONES:
        table = OpenTable(Calendar("any", zone, (hours,) * 7))
        for change in changes(zone)[:2]:
            start, end = change - 30 * 60 * MINUTE, change + 6 * 60 * MINUTE
            quarters = range(start, end, 15 * MINUTE)
            walked = sum(15 * MINUTE * open_on_the_wall(table.calendar, at) for at in quarters)
            assert (zone, table.elapsed(start, end)) == (zone, walked)
            seen.add(zone)
    assert len(seen) > 150


@given(questions(), st.integers(1, 900))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_C3_add_is_the_earliest_instant_at_which_that_much_has_passed(
    question: tuple[Calendar, int], minutes: int
) -> None:
    calendar, start = question
    table = timetable(calendar)
    try:
        due = table.add(start, minutes * MINUTE)
    except NotEnoughOpenTime:
        return
    assert table.elapsed(start, due) == minutes * MINUTE
    assert table.elapsed(start, due - 1) < minutes * MINUTE
    assert open_on_the_wall(calendar, (due - 1) // MINUTE * MINUTE)


@given(questions(), st.integers(1, 900))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_C3_adding_backwards_is_the_latest_instant_from_which_that_much_passes(
    question: tuple[Calendar, int], minutes: int
) -> None:
    calendar, start = question
    table = timetable(calendar)
    try:
        before = table.add(start, -minutes * MINUTE)
    except NotEnoughOpenTime:
        return
    assert table.elapsed(before, start) == minutes * MINUTE
    assert table.elapsed(before + 1, start) < minutes * MINUTE


@given(questions(), st.integers(0, 10**7), st.integers(0, 10**7))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_C4_spans_add_up(question: tuple[Calendar, int], first: int, second: int) -> None:
    calendar, a = question
    table = timetable(calendar)
    b, c = a + first, a + first + second
    assert table.elapsed(a, b) + table.elapsed(b, c) == table.elapsed(a, c)
    assert table.elapsed(b, a) == 0 or first == 0


@given(questions(), st.integers(1, 10**6))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_C5_windows_agree_with_is_open(question: tuple[Calendar, int], span: int) -> None:
    calendar, start = question
    table = timetable(calendar)
    spans = table.open_spans(start, start + span)
    assert sum(end - begin for begin, end in spans) == table.elapsed(start, start + span)
    closed = table.closed_spans(start, start + span)
    assert sum(part.end - part.start for part in closed) == span - table.elapsed(
        start, start + span
    )
    for begin, end in spans:
        assert table.is_open(begin)
        assert table.is_open(end - 1)
    try:
        opens, closes = table.next_window(start)
    except NotEnoughOpenTime:
        return
    assert table.is_open(start) == (opens == start)
    assert table.elapsed(start, opens) == 0
    assert closes == start + HORIZON_SECONDS or not table.is_open(closes)


@given(questions(), st.integers(1, 10**5), st.lists(st.integers(0, 10**6), max_size=6))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_C3_pauses_only_move_what_they_cover(
    question: tuple[Calendar, int], seconds: int, marks: list[int]
) -> None:
    calendar, start = question
    table = timetable(calendar)
    marks = sorted(marks)
    pauses = [
        (start + a, start + b) for a, b in zip(marks[::2], marks[1::2], strict=False) if a < b
    ]
    try:
        due = add_with_pauses(table, start, seconds, pauses)
    except NotEnoughOpenTime:
        return
    assert elapsed_with_pauses(table, start, due, pauses) == seconds
    assert elapsed_with_pauses(table, start, due - 1, pauses) < seconds
    split = [(a, (a + b) // 2) for a, b in pauses] + [((a + b) // 2, b) for a, b in pauses]
    assert add_with_pauses(table, start, seconds, split) == due


@given(questions(), st.integers(-25, 25), st.integers(-25, 25), st.integers(-(10**8), 10**8))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_an_answer_does_not_depend_on_what_was_asked_before(
    question: tuple[Calendar, int], years_to: int, years_from: int, seconds: int
) -> None:
    calendar, start = question
    rare = replace(calendar, week=((),) * 7)
    for hours in (calendar, rare):
        fresh, asked = OpenTable(hours), OpenTable(hours)
        asked.elapsed(start + min(years_to, years_from) * YEAR, start)
        asked.elapsed(start, start + max(years_to, years_from) * YEAR)
        questions_of = (
            lambda table: table.add(start, seconds),
            lambda table: table.next_window(start),
            lambda table: table.next_close(start),
            lambda table: table.previous_close(start),
            lambda table: table.elapsed(start, start + abs(seconds)),
            lambda table: table.open_spans(start - abs(seconds), start),
        )
        for ask in questions_of:
            assert answer(ask, fresh) == answer(ask, asked)


def answer(ask: Callable[[OpenTable], object], table: OpenTable) -> object:
    try:
        return ask(table)
    except NotEnoughOpenTime as none:
        return str(none)


@given(questions(), st.integers(1, 4 * 1440))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_M17_open_and_closed_spans_tile_the_whole_and_each_reason_is_true(
    question: tuple[Calendar, int], minutes: int
) -> None:
    calendar, start = question
    end = start + minutes * MINUTE
    table = timetable(calendar)
    closed = table.closed_spans(start, end)
    every = sorted([*table.open_spans(start, end), *((span.start, span.end) for span in closed)])
    edges = [start, *(edge for span in every for edge in span), end]
    assert edges[::2] == edges[1::2]
    special = dict(calendar.dates)
    for span in closed:
        wall = to_datetime(span.start).astimezone(zone_named(calendar.zone)).replace(tzinfo=None)
        assert (span.reason == "break") == any(low <= wall < high for low, high in calendar.breaks)
        assert span.reason != "holiday" or (
            is_holiday(calendar, span.day) or any(covers(one, wall) for one in calendar.named)
        )
        assert span.reason != "special date" or span.day in special
        assert timedelta() <= wall.date() - span.day <= timedelta(days=1)


@given(questions(), st.integers(1, 10**5), st.integers(1, 50))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_C3_adding_in_two_steps_is_adding_at_once(
    question: tuple[Calendar, int], seconds: int, parts: int
) -> None:
    calendar, start = question
    table = timetable(calendar)
    first = seconds // (parts + 1)
    try:
        due = table.add(start, seconds)
    except NotEnoughOpenTime:
        return
    assert table.add(table.add(start, first), seconds - first) == due


@given(st.lists(calendars(), min_size=2, max_size=4), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_C7_time_counts_under_the_revision_that_is_in_force_at_that_instant(
    several: list[Calendar], data: st.DataObject
) -> None:
    first, *later = several
    instants = st.integers(BASE // MINUTE, BASE // MINUTE + 10_000).map(lambda n: n * MINUTE)
    revisions = [Revision(first), *(Revision(one, data.draw(instants)) for one in later)]
    table = OpenTable(CalendarHistory.of(revisions))
    start = data.draw(instants)
    minutes = range(start, start + 2 * DAY_SECONDS, MINUTE)

    def in_force(at: int) -> Calendar:
        last = 0
        for place, revision in enumerate(revisions):
            if revision.since is not None and revision.since <= at:
                last = place
        return revisions[last].calendar

    # one that was saved later stands in for all that were still to come
    sinces = [revision.since for revision in revisions[1:] if revision.since is not None]
    assume(sinces == sorted(set(sinces)))
    walked = [open_on_the_wall(in_force(at), at) for at in minutes]
    assert [table.is_open(at) for at in minutes] == walked
    assert table.elapsed(start, minutes.stop) == MINUTE * sum(walked)
    closed = table.closed_spans(start, minutes.stop)
    assert sum(span.end - span.start for span in closed) == MINUTE * (len(walked) - sum(walked))
