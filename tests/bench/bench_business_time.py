"""How long business time takes: `python -m tests.bench.bench_business_time`."""

import time
from collections.abc import Callable

from shared.business_time import (
    Calendar,
    Timetable,
    from_datetime,
    parse_instant,
    timetable,
    to_datetime,
)
from shared.business_time.compiled import Compiled
from shared.business_time.instant import zone_named
from shared.business_time.offsets import _changes
from shared.business_time.opening import open_between

START = 1_772_442_000
YEAR = 31_557_600
ROUNDS = 20_000
COLD, COLD_END = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2028-01-01T00:00:00Z")
MOMENTS = [
    to_datetime(START + n * 50_000).astimezone(zone_named("Europe/Berlin")) for n in range(64)
]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOLIDAYS = [f"{month:02}-15" for month in range(1, 13)]
CALENDARS = {
    "24x7": {
        "zone": "UTC",
        "week": {key: [["00:00", "24:00"]] for key in (*WEEKDAYS, "sat", "sun")},
    },
    "mf9-5": {
        "zone": "America/New_York",
        "week": {key: [["09:00", "17:00"]] for key in WEEKDAYS},
        "annual_holidays": HOLIDAYS,
    },
    "split": {
        "zone": "America/New_York",
        "week": {key: [["08:00", "12:00"], ["13:00", "17:30"]] for key in WEEKDAYS},
        "annual_holidays": HOLIDAYS,
    },
    "overnight": {
        "zone": "America/New_York",
        "week": {key: [["22:00", "06:00"]] for key in (*WEEKDAYS, "sat", "sun")},
    },
}


def questions(table: Timetable) -> dict[str, Callable[[int], object]]:
    """What is asked of each calendar; the argument spreads the starts over a year."""
    return {
        "add 1 h": lambda at: table.add(at, 3_600),
        "add 24 h": lambda at: table.add(at, 86_400),
        "add 30 d": lambda at: table.add(at, 30 * 86_400),
        "elapsed 1 d": lambda at: table.elapsed(at, at + 86_400),
        "elapsed 30 d": lambda at: table.elapsed(at, at + 30 * 86_400),
        "elapsed 5 y": lambda at: table.elapsed(at, at + 5 * YEAR),
        "door": lambda at: to_datetime(table.add(from_datetime(MOMENTS[at % 64]), 86_400)),
    }


def microseconds(ask: Callable[[int], object]) -> float:
    """CPU time of one call, the least of five rounds."""
    starts = [START + n * 1_577 for n in range(ROUNDS)]
    ask(starts[0])
    ask(starts[-1])
    rounds = []
    for _ in range(5):
        began = time.thread_time()
        for start in starts:
            ask(start)
        rounds.append(time.thread_time() - began)
    return min(rounds) / ROUNDS * 1e6


def cold_compile(calendar: Calendar) -> float:
    """CPU milliseconds for two years, the zone's clock changes included."""
    _changes.cache_clear()
    began = time.thread_time()
    Compiled.of(COLD, COLD_END, open_between(calendar, COLD, COLD_END))
    return (time.thread_time() - began) * 1e3


def main() -> None:
    """Print one row a calendar."""
    print("microseconds a call; compile of two years with nothing known of the zone")
    for name, mapping in CALENDARS.items():
        calendar = Calendar.from_mapping(name, mapping)
        table = timetable(calendar)
        row = {question: microseconds(ask) for question, ask in questions(table).items()}
        compiled = min(cold_compile(calendar) for _ in range(5))
        cells = "  ".join(f"{question} {cost:5.2f}" for question, cost in row.items())
        print(f"{name:<10} {cells}  compile 2 y {compiled:.1f} ms")


if __name__ == "__main__":
    main()
