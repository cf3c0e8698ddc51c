"""All 287 vectors of the conformance file hold (C2 to C5)."""

import json
from pathlib import Path

from cli.calendar_check import check_vectors

VECTORS = Path(__file__).parents[2] / "fixtures" / "calendar-vectors.json"


def test_C4_every_vector_of_the_fixture_holds() -> None:
    lines, held, total = check_vectors(json.loads(VECTORS.read_text()))
    assert lines == []
    assert (held, total) == (287, 287)


def test_a_vector_that_does_not_hold_is_told_with_both_answers() -> None:
    document = json.loads(VECTORS.read_text())
    first = next(v for v in document["vectors"] if v["kind"] == "deadline")
    wrong = {**first, "expect": "1999-01-01T00:00:00Z"}
    lines, held, total = check_vectors({**document, "vectors": [wrong]})
    assert (held, total) == (0, 1)
    assert first["id"] in lines[0]
    assert "expected 1999-01-01T00:00:00Z" in lines[0]


def test_malformed_vectors_are_told_and_never_raise() -> None:
    vectors = [
        7,
        {"id": "a", "kind": "flying"},
        {"id": "b", "kind": "is_open", "calendar": "nowhere", "start": "2026-01-01T00:00:00Z"},
        {"id": "c", "kind": "is_open", "calendar": "24x7", "start": "yesterday", "expect": True},
        {"id": "d", "kind": "deadline", "calendar": "24x7", "start": 5, "seconds": "x"},
    ]
    lines, held, total = check_vectors({"calendars": {"bad": {"zone": "Mars"}}, "vectors": vectors})
    assert (held, total) == (0, 5)
    assert len(lines) == 6
    assert check_vectors({})[1:] == (0, 0)
