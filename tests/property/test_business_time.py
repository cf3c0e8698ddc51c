"""Laws of business time over random calendars, against an oracle that walks minute by minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.business_time import (
    Calendar,
    NotEnoughOpenTime,
    add_with_pauses,
    elapsed_with_pauses,
    timetable,
)
from shared.business_time.calendar import DAY_SECONDS
from shared.business_time.instant import to_datetime

MINUTE = 60
BASE = 1_767_225_600  # 2026-01-01T00:00:00Z

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Pacific/Apia",
    "Pacific/Chatham",
    "America/Asuncion",
    "Antarctica/Troll",
)
CHANGES = {
    "Europe/Berlin": (1_774_746_000, 1_792_890_000),
    "America/New_York": (1_772_953_200, 1_793_512_800),
    "Australia/Lord_Howe": (1_775_314_800, 1_791_041_400),
    "Africa/Casablanca": (1_771_120_800, 1_774_144_800),
    "Antarctica/Troll": (1_774_746_000, 1_792_890_000),
}

clocks = st.integers(0, 1439)


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """One or two intervals of a day, perhaps one past midnight."""
    marks = sorted(draw(st.lists(clocks, min_size=2, max_size=4, unique=True)))
    pairs = [(a * MINUTE, b * MINUTE) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    if draw(st.booleans()) and pairs:
        start, _ = pairs[-1]
        pairs[-1] = (start, DAY_SECONDS + draw(st.integers(0, min(pairs[0][0], start) // 60)) * 60)
    return tuple(pairs)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = draw(st.sampled_from(ZONES))
    hours = draw(days())
    closed = draw(st.sets(st.integers(0, 6), max_size=4))
    some = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    start = datetime.combine(some, datetime.min.time()) + timedelta(minutes=draw(clocks))
    return Calendar(
        name="any",
        zone=zone,
        week=tuple(() if number in closed else hours for number in range(7)),
        holidays=frozenset({some + timedelta(days=draw(st.integers(-3, 3)))}),
        dates=((some, ((10 * 3600, 12 * 3600),)),),
        breaks=((start, start + timedelta(minutes=draw(st.integers(1, 600)))),),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Calendar, int]:
    """A calendar and an instant, half of them near a clock change of its zone."""
    calendar = draw(calendars())
    near = CHANGES.get(calendar.zone, ())
    if near and draw(st.booleans()):
        base = draw(st.sampled_from(near)) + draw(st.integers(-36 * 60, 36 * 60)) * MINUTE
    else:
        base = BASE + draw(st.integers(0, 364 * 1440)) * MINUTE
    return calendar, base


def open_on_the_wall(calendar: Calendar, instant: int) -> bool:
    """C2, word for word, for one instant."""
    wall = to_datetime(instant).astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    if any(start <= wall < end for start, end in calendar.breaks):
        return False
    special = dict(calendar.dates)
    second = (wall - datetime.combine(wall.date(), datetime.min.time())) // timedelta(seconds=1)
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        if calendar.is_holiday(day):
            continue
        for start, end in special.get(day, calendar.week[day.weekday()]):
            if start <= second + back * DAY_SECONDS < end:
                return True
    return False


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
    assert not table.is_open(closes)


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
    split = [(a, (a + b) // 2) for a, b in pauses] + [((a + b) // 2, b) for a, b in pauses]
    assert add_with_pauses(table, start, seconds, split) == due
