"""Run a file of business-time vectors against the calendar and say which hold."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.business_time import (
    Calendar,
    CalendarRefused,
    Instant,
    NotEnoughOpenTime,
    Timetable,
    add_with_pauses,
    elapsed_with_pauses,
    format_instant,
    local_to_instant,
    parse_instant,
    timetable,
)
from shared.business_time.calendar import ALWAYS_OPEN

Vector = Mapping[str, Any]


def check_vectors(document: object) -> tuple[list[str], int, int]:
    """Lines about every vector that does not hold, then how many hold, and of how many."""
    vectors = document.get("vectors") if isinstance(document, Mapping) else None
    if not isinstance(vectors, list):
        return ["the file has no list 'vectors'"], 0, 0
    tables, lines = _compiled(document.get("calendars"))
    held = 0
    for place, vector in enumerate(vectors):
        line = _difference(vector, place, tables)
        if line is None:
            held += 1
        else:
            lines.append(line)
    return lines, held, len(vectors)


def _compiled(calendars: object) -> tuple[dict[str, Timetable], list[str]]:
    tables = {ALWAYS_OPEN.name: timetable(ALWAYS_OPEN)}
    lines: list[str] = []
    if not isinstance(calendars, Mapping):
        return tables, lines
    for name, mapping in calendars.items():
        try:
            tables[str(name)] = timetable(Calendar.from_mapping(str(name), mapping))
        except CalendarRefused as refused:
            lines.append(str(refused))
        except (AttributeError, TypeError):
            lines.append(f"calendar '{name}': is not a mapping")
    return tables, lines


def _difference(vector: object, place: int, tables: Mapping[str, Timetable]) -> str | None:
    if not isinstance(vector, Mapping):
        return f"vectors[{place}]: is not an object"
    label = str(vector.get("id", f"vectors[{place}]"))
    kind = vector.get("kind")
    question = _QUESTIONS.get(str(kind))
    if question is None:
        return f"{label}: unknown kind '{kind}'"
    try:
        answer, expected = question(vector, tables)
    except KeyError as missing:
        return f"{label}: {missing.args[0]!r} is missing or names no calendar"
    except (ValueError, TypeError, NotEnoughOpenTime) as fault:
        return f"{label}: {fault}"
    if answer == expected:
        return None
    return f"{label}: {kind} gives {answer}, expected {expected}"


def _deadline(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    start = parse_instant(vector["start"])
    table = tables[vector["calendar"]]
    due = add_with_pauses(table, start, _seconds(vector), list(_pauses(vector)))
    return format_instant(due), vector["expect"]


def _elapsed(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    start, end = parse_instant(vector["start"]), parse_instant(vector["end"])
    table = tables[vector["calendar"]]
    open_time = elapsed_with_pauses(table, start, end, list(_pauses(vector))) if end > start else 0
    return open_time, vector["expect_seconds"]


def _backward(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    start = parse_instant(vector["start"])
    return format_instant(tables[vector["calendar"]].add(start, -_seconds(vector))), vector[
        "expect"
    ]


def _is_open(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    return tables[vector["calendar"]].is_open(parse_instant(vector["start"])), vector["expect"]


def _next_open(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    opens = tables[vector["calendar"]].next_open(parse_instant(vector["start"]))
    return format_instant(opens), vector["expect"]


def _next_window(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    window = tables[vector["calendar"]].next_window(parse_instant(vector["start"]))
    return [format_instant(edge) for edge in window], vector["expect"]


def _previous_close(vector: Vector, tables: Mapping[str, Timetable]) -> tuple[object, object]:
    closed = tables[vector["calendar"]].previous_close(parse_instant(vector["start"]))
    return format_instant(closed), vector["expect"]


def _local_to_instant(vector: Vector, _: Mapping[str, Timetable]) -> tuple[object, object]:
    return format_instant(local_to_instant(vector["zone"], vector["local"])), vector["expect"]


_QUESTIONS: Mapping[str, Callable[[Vector, Mapping[str, Timetable]], tuple[object, object]]] = {
    "deadline": _deadline,
    "elapsed": _elapsed,
    "backward": _backward,
    "is_open": _is_open,
    "next_open": _next_open,
    "next_window": _next_window,
    "prev_close": _previous_close,
    "local_to_instant": _local_to_instant,
}


def _seconds(vector: Vector) -> int:
    seconds = vector["seconds"] if "seconds" in vector else vector["minutes"] * 60
    if seconds != int(seconds):
        raise ValueError(f"{seconds} seconds: the calendar counts whole seconds")
    return int(seconds)


def _pauses(vector: Vector) -> Iterator[tuple[Instant, Instant]]:
    for start, end in vector.get("pauses", ()):
        yield parse_instant(start), parse_instant(end)
