"""Random calendars, questions that lie near clock changes, and C2 word for word to judge by."""

from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from hypothesis import strategies as st

from shared.business_time import Calendar, to_datetime
from shared.business_time.hours import DAY_SECONDS
from shared.business_time.instant import zone_named

MINUTE = 60
YEAR = 31_557_600
BASE = 1_767_225_600  # 2026-01-01T00:00:00Z

ZONES = tuple((files("tzdata") / "zones").read_text().split())
ODD = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Pacific/Apia",
    "Pacific/Chatham",
    "America/Vancouver",
    "Antarctica/Troll",
)


@cache
def changes(zone: str) -> tuple[int, ...]:
    """Midnights (UTC) of the two years from BASE before which the zone's clock was changed."""
    offsets = [
        to_datetime(BASE + day * DAY_SECONDS).astimezone(zone_named(zone)).utcoffset()
        for day in range(730)
    ]
    return tuple(
        BASE + (day + 1) * DAY_SECONDS
        for day, (one, next_one) in enumerate(pairwise(offsets))
        if one != next_one
    )


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
    zone = draw(st.sampled_from(ODD) | st.sampled_from(ZONES))
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
    near = changes(calendar.zone)
    if draw(st.booleans()) and near:
        base = draw(st.sampled_from(near)) + draw(st.integers(-36 * 60, 36 * 60)) * MINUTE
    else:
        base = BASE + draw(st.integers(0, 364 * 1440)) * MINUTE
    return calendar, base


def open_on_the_wall(calendar: Calendar, instant: int) -> bool:
    """C2, word for word, for one instant."""
    wall = to_datetime(instant).astimezone(zone_named(calendar.zone)).replace(tzinfo=None)
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
