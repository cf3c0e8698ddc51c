"""Run a file of business-time vectors against the calendar and say which hold."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    CalendarRefused,
    Instant,
    Timetable,
    add_with_pauses,
    elapsed_with_pauses,
    format_instant,
    local_to_instant,
    parse_instant,
    timetable,
)

Vector = Mapping[str, Any]
Tables = Mapping[str, Timetable]

_MINUTE = 60
_PAIR = 2


class MalformedVector(Exception):
    """A vector that asks nothing; the text names the part."""


def check_vectors(document: object) -> tuple[list[str], int, int]:
    """Lines about every vector that does not hold, then how many hold, and of how many."""
    if not isinstance(document, Mapping):
        return ["the file holds no object"], 0, 0
    vectors = document.get("vectors")
    if not isinstance(vectors, list):
        return ["the file has no list 'vectors'"], 0, 0
    tables, lines = _compiled(document.get("calendars", {}))
    held = 0
    for place, vector in enumerate(vectors):
        line = _difference(vector, place, tables)
        if line is None:
            held += 1
        else:
            lines.append(line)
    return lines, held, len(vectors)


def _compiled(calendars: object) -> tuple[Tables, list[str]]:
    tables = {ALWAYS_OPEN.name: timetable(ALWAYS_OPEN)}
    if not isinstance(calendars, Mapping):
        return tables, ["'calendars' is no object"]
    lines: list[str] = []
    for name, mapping in calendars.items():
        if not isinstance(mapping, Mapping):
            lines.append(f"calendar '{name}': is no object")
            continue
        try:
            tables[str(name)] = timetable(Calendar.from_mapping(str(name), mapping))
        except CalendarRefused as refused:
            lines.append(str(refused))
    return tables, lines


def _difference(vector: object, place: int, tables: Tables) -> str | None:
    if not isinstance(vector, Mapping):
        return f"vectors[{place}]: is no object"
    label = str(vector.get("id", f"vectors[{place}]"))
    kind = vector.get("kind")
    question = _QUESTIONS.get(str(kind))
    if question is None:
        return f"{label}: unknown kind '{kind}'"
    try:
        expected = _expected(vector)
        answer = question(vector, tables)
    except (MalformedVector, ValueError, ArithmeticError) as fault:
        return f"{label}: {fault}"
    if answer == expected and isinstance(answer, bool) == isinstance(expected, bool):
        return None
    return f"{label}: {kind} gives {_shown(answer)}, expected {_shown(expected)}"


def _expected(vector: Vector) -> object:
    if vector["kind"] == "elapsed":
        return _seconds(vector, "expect_seconds", "expect_minutes")
    if "expect" not in vector:
        raise MalformedVector("'expect' is missing")
    return vector["expect"]


def _deadline(vector: Vector, tables: Tables) -> object:
    start, seconds = _instant(vector, "start"), _seconds(vector, "seconds", "minutes")
    return format_instant(
        add_with_pauses(_calendar(vector, tables), start, seconds, _pauses(vector))
    )


def _elapsed(vector: Vector, tables: Tables) -> object:
    start, end = _instant(vector, "start"), _instant(vector, "end")
    return elapsed_with_pauses(_calendar(vector, tables), start, end, _pauses(vector))


def _backward(vector: Vector, tables: Tables) -> object:
    start, seconds = _instant(vector, "start"), _seconds(vector, "seconds", "minutes")
    return format_instant(_calendar(vector, tables).add(start, -seconds))


def _is_open(vector: Vector, tables: Tables) -> object:
    return _calendar(vector, tables).is_open(_instant(vector, "start"))


def _next_open(vector: Vector, tables: Tables) -> object:
    return format_instant(_calendar(vector, tables).next_open(_instant(vector, "start")))


def _next_window(vector: Vector, tables: Tables) -> object:
    window = _calendar(vector, tables).next_window(_instant(vector, "start"))
    return [format_instant(edge) for edge in window]


def _previous_close(vector: Vector, tables: Tables) -> object:
    return format_instant(_calendar(vector, tables).previous_close(_instant(vector, "start")))


def _local_to_instant(vector: Vector, _: Tables) -> object:
    return format_instant(local_to_instant(_text(vector, "zone"), _text(vector, "local")))


_QUESTIONS: Mapping[str, Callable[[Vector, Tables], object]] = {
    "deadline": _deadline,
    "elapsed": _elapsed,
    "backward": _backward,
    "is_open": _is_open,
    "next_open": _next_open,
    "next_window": _next_window,
    "prev_close": _previous_close,
    "local_to_instant": _local_to_instant,
}


def _shown(answer: object) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def _text(vector: Vector, key: str) -> str:
    value = vector.get(key)
    if isinstance(value, str):
        return value
    raise MalformedVector(f"'{key}' is {'no text' if key in vector else 'missing'}")


def _instant(vector: Vector, key: str) -> Instant:
    return parse_instant(_text(vector, key))


def _calendar(vector: Vector, tables: Tables) -> Timetable:
    name = _text(vector, "calendar")
    if name not in tables:
        raise MalformedVector(f"there is no calendar '{name}'")
    return tables[name]


def _seconds(vector: Vector, seconds: str, minutes: str) -> int:
    for key, size in ((seconds, 1), (minutes, _MINUTE)):
        if vector.get(key) is not None:
            return _whole(key, vector[key], size)
    raise MalformedVector(f"'{seconds}' is missing")


def _pauses(vector: Vector) -> list[tuple[Instant, Instant]]:
    pauses = vector.get("pauses") or []
    if not isinstance(pauses, list):
        raise MalformedVector("'pauses' is no list")
    return [_pause(place, pause) for place, pause in enumerate(pauses)]


def _pause(place: int, pause: object) -> tuple[Instant, Instant]:
    if (
        isinstance(pause, list)
        and len(pause) == _PAIR
        and all(isinstance(edge, str) for edge in pause)
    ):
        return parse_instant(pause[0]), parse_instant(pause[1])
    raise MalformedVector(f"'pauses[{place}]' is no pair of instants")


def _whole(key: str, value: object, size: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MalformedVector(f"'{key}' is no number")
    whole = round(value * size)
    # a fraction of a minute has seldom an exact binary form
    if abs(whole - value * size) > _MINUTE * 1e-4:
        raise MalformedVector(f"'{key}' is {value}: the calendar counts whole seconds")
    return whole
