"""All 287 vectors of the conformance file hold (C2 to C5)."""

import json
from pathlib import Path

import pytest

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


START = {"calendar": "24x7", "start": "2026-01-01T00:00:00Z"}
DEADLINE = {"id": "v", "kind": "deadline", **START, "expect": "2026-01-01T00:16:06Z"}
ELAPSED = {"id": "v", "kind": "elapsed", **START, "end": "2026-01-01T00:16:06Z"}
LOCAL = {"id": "v", "kind": "local_to_instant", "zone": "UTC", "local": "2026-01-01T00:00:00"}


@pytest.mark.parametrize(
    "vector",
    [
        {**DEADLINE, "seconds": 966},
        {**DEADLINE, "minutes": 16.1},
        {**DEADLINE, "seconds": 966, "pauses": None},
        {**ELAPSED, "expect_seconds": 966},
        {**ELAPSED, "expect_minutes": 16.1},
    ],
)
def test_a_vector_may_be_given_in_seconds_or_in_minutes(vector: dict[str, object]) -> None:
    assert check_vectors({"vectors": [vector]}) == ([], 1, 1)


@pytest.mark.parametrize(
    ("vector", "line"),
    [
        (7, "vectors[0]: is no object"),
        ({"kind": "flying"}, "vectors[0]: unknown kind 'flying'"),
        ({"id": "v"}, "v: unknown kind 'None'"),
        ({**DEADLINE}, "v: 'seconds' is missing"),
        ({**DEADLINE, "seconds": "x"}, "v: 'seconds' is no number"),
        ({**DEADLINE, "seconds": float("inf")}, "v: 'seconds' is no number"),
        ({**DEADLINE, "seconds": 10**30}, "v: 20 years hold less time than asked for"),
        ({**DEADLINE, "seconds": -5}, "v: -5 seconds: around pauses time is added forwards only"),
        ({**DEADLINE, "seconds": 1.5}, "v: 'seconds' is 1.5: the calendar counts whole seconds"),
        ({**DEADLINE, "start": 5, "seconds": 1}, "v: 'start' is no text"),
        ({**DEADLINE, "calendar": "Moon", "seconds": 1}, "v: there is no calendar 'Moon'"),
        ({**DEADLINE, "calendar": [1], "seconds": 1}, "v: 'calendar' is no text"),
        ({**DEADLINE, "seconds": 1, "pauses": 7}, "v: 'pauses' is no list"),
        (
            {**DEADLINE, "seconds": 1, "pauses": [["a"]]},
            "v: 'pauses[0]' is no pair of instants",
        ),
        ({"id": "v", "kind": "is_open", **START}, "v: 'expect' is missing"),
        ({"id": "v", "kind": "is_open", "expect": True}, "v: 'calendar' is missing"),
        (
            {"id": "v", "kind": "is_open", **START, "expect": False},
            "v: is_open gives true, expected false",
        ),
        ({**ELAPSED}, "v: 'expect_seconds' is missing"),
        ({**LOCAL, "zone": 5, "expect": "x"}, "v: 'zone' is no text"),
        ({**LOCAL, "zone": "Mars", "expect": "x"}, "v: 'Mars' is no IANA time zone"),
    ],
)
def test_a_malformed_vector_is_told_in_one_line(vector: object, line: str) -> None:
    assert check_vectors({"vectors": [vector]}) == ([line], 0, 1)


def test_an_instant_of_another_form_is_told_with_the_right_one() -> None:
    vector = {**DEADLINE, "start": "yesterday", "seconds": 1}
    lines, _, _ = check_vectors({"vectors": [vector]})
    assert lines == ["v: 'yesterday' is no instant: write it as 2026-03-02T09:00:00Z"]


@pytest.mark.parametrize(
    "document", [None, [], 5, {}, {"vectors": {}}, {"vectors": [], "calendars": [1]}]
)
def test_a_file_of_another_form_is_told_and_never_raises(document: object) -> None:
    lines, held, total = check_vectors(document)
    assert len(lines) == 1
    assert (held, total) == (0, 0)


def test_a_refused_calendar_is_told_with_all_its_faults() -> None:
    lines, _, _ = check_vectors(
        {"calendars": {"bad": {"zone": "Mars", "week": 3}, "flat": 5}, "vectors": []}
    )
    assert lines == [
        "calendar 'bad': zone: 'Mars' is no IANA time zone; week: must be a mapping",
        "calendar 'flat': is no object",
    ]
