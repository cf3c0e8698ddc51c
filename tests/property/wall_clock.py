"""Random calendars, questions that lie near clock changes, and C2 word for word to judge by."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from hypothesis import strategies as st

from shared.business_time import Calendar, Holiday, to_datetime
from shared.business_time.holiday import Every
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


part_days = st.none() | st.builds(
    lambda start, length: (start * MINUTE, (start + length) * MINUTE), clocks, st.integers(1, 1439)
)
nths = st.integers(1, 5) | st.integers(-5, -1)


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    """A holiday of any kind of C1; weekly ones are parts of days, or nothing would be open."""
    every: Every = draw(st.sampled_from(("once", "year", "month", "week")))
    name, hours = draw(st.sampled_from(("", "Feast"))), draw(part_days)
    if every == "once":
        day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 500)))
        return Holiday("once", name, on=day, hours=hours)
    weekday = draw(st.integers(0, 6))
    if every == "week":
        start = draw(clocks) * MINUTE
        return Holiday("week", name, weekday=weekday, hours=(start, start + 90 * MINUTE))
    month = draw(st.integers(1, 12)) if every == "year" else None
    if draw(st.booleans()):
        return Holiday(every, name, month=month, weekday=weekday, nth=draw(nths), hours=hours)
    day_of_month = draw(st.integers(1, 28) | st.integers(-28, -1))
    return Holiday(every, name, month=month, day=day_of_month, hours=hours)


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
        named=tuple(draw(st.lists(holidays(), max_size=4))),
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


def falls_on(holiday: Holiday, day: date) -> bool:
    """C1, word for word, by counting off the days of the month."""
    if holiday.every == "once":
        return holiday.on == day
    if holiday.every == "week":
        return day.weekday() == holiday.weekday
    if holiday.month not in (None, day.month):
        return False
    month = [date(day.year, day.month, n) for n in range(1, monthrange(day.year, day.month)[1] + 1)]
    wanted, nth = month, holiday.day
    if holiday.weekday is not None:
        wanted, nth = [one for one in month if one.weekday() == holiday.weekday], holiday.nth
    place = (nth or 0) - 1 if (nth or 0) > 0 else len(wanted) + (nth or 0)
    return 0 <= place < len(wanted) and wanted[place] == day


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether no shift starts on that date."""
    return (
        day in calendar.holidays
        or (day.month, day.day) in calendar.annual_holidays
        or any(holiday.hours is None and falls_on(holiday, day) for holiday in calendar.named)
        or any(day == one for public in calendar.public for one, _ in public.days)
    )


def covers(holiday: Holiday, wall: datetime) -> bool:
    """Whether a part-day holiday closes at a reading of the wall, begun that day or the day before."""
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        if holiday.hours is not None and falls_on(holiday, day):
            second = (wall - datetime.combine(day, datetime.min.time())) // timedelta(seconds=1)
            if holiday.hours[0] <= second < holiday.hours[1]:
                return True
    return False


def open_on_the_wall(calendar: Calendar, instant: int) -> bool:
    """C2, word for word, for one instant."""
    wall = to_datetime(instant).astimezone(zone_named(calendar.zone)).replace(tzinfo=None)
    if any(start <= wall < end for start, end in calendar.breaks):
        return False
    if any(covers(holiday, wall) for holiday in calendar.named):
        return False
    special = dict(calendar.dates)
    second = (wall - datetime.combine(wall.date(), datetime.min.time())) // timedelta(seconds=1)
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        if is_holiday(calendar, day):
            continue
        for start, end in special.get(day, calendar.week[day.weekday()]):
            if start <= second + back * DAY_SECONDS < end:
                return True
    return False
