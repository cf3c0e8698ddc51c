import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.etag import NEVER, etag, expected_revision
from functions.api.idempotency import repeat_of, repeat_of_request
from functions.api.instants import read_instant, show_if
from functions.api.paging import page_of
from functions.api.problems import as_answer, as_response, document, faults_of_shape
from functions.api.rejections import MethodNotAllowed, Unauthenticated
from shared.errors import (
    Absent,
    Busy,
    Fault,
    Misconfigured,
    Refused,
    RevisionMissing,
    UnknownOutcome,
)


def test_an_etag_is_the_revision_and_comes_back_as_it_went() -> None:
    assert etag(7) == '"7"'
    assert expected_revision(' "7" ') == 7
    assert expected_revision("*") is None


@pytest.mark.parametrize("strange", ["7", 'W/"7"', '"7", "8"', '"x"', '"-1"', '"' + "9" * 40 + '"'])
def test_an_etag_that_we_never_gave_out_matches_nothing(strange: str) -> None:
    assert expected_revision(strange) == NEVER


@pytest.mark.parametrize("missing", [None, "", "  "])
def test_a_missing_if_match_is_asked_for(missing: str | None) -> None:
    with pytest.raises(RevisionMissing):
        expected_revision(missing)


def test_a_key_belongs_to_its_caller_and_covers_address_and_body() -> None:
    first = repeat_of("k", "bob", "POST /cases/{number}/stop", "/cases/1/stop", {"reason": "x"})
    assert first is not None
    same = repeat_of(" k ", "bob", "POST /cases/{number}/stop", "/cases/1/stop", {"reason": "x"})
    assert first == same
    another = repeat_of("k", "ann", "POST /cases/{number}/stop", "/cases/1/stop", {"reason": "x"})
    assert another is not None
    assert another.key != first.key
    for path, body in (("/cases/2/stop", {"reason": "x"}), ("/cases/1/stop", {"reason": "y"})):
        changed = repeat_of("k", "bob", "POST /cases/{number}/stop", path, body)
        assert changed is not None
        assert changed.key == first.key
        assert changed.fingerprint != first.fingerprint


def test_a_request_without_a_key_repeats_nothing_but_itself() -> None:
    assert repeat_of(None, "bob", "POST /cases", "/cases", {}) is None
    assert repeat_of_request("r1", "bob") == repeat_of_request("r1", "bob")
    assert repeat_of_request("r1", "bob").key != repeat_of_request("r2", "bob").key


@pytest.mark.parametrize("key", ["k" * 256, "a\x00b", "", "  "])
def test_a_key_that_cannot_be_used_is_a_fault_of_the_header(key: str) -> None:
    with pytest.raises(Refused) as refused:
        repeat_of(key, "bob", "POST /cases", "/cases", {})
    assert refused.value.faults[0].pointer == "header:/Idempotency-Key"


@given(st.integers(0, 30), st.integers(1, 7))
def test_pages_put_together_are_the_whole(length: int, limit: int) -> None:
    items, cursor, seen = list(range(length)), None, []
    for _ in range(length + 1):
        page, cursor = page_of(items, cursor, limit)
        seen += page
        if cursor is None:
            break
    assert seen == items


@pytest.mark.parametrize("cursor", ["x", "ü", "YWJj", "YWZ0ZXI6eA", "%"])
def test_a_strange_cursor_is_a_fault_of_the_query(cursor: str) -> None:
    with pytest.raises(Refused) as refused:
        page_of([1], cursor, 1)
    assert refused.value.faults[0].pointer == "query:/cursor"


def test_an_instant_is_read_with_any_offset_and_rounded_down() -> None:
    assert show_if(read_instant("2026-03-02T10:05:00.9+01:00")) == "2026-03-02T09:05:00Z"
    assert show_if(None) is None


@pytest.mark.parametrize(
    "strange",
    ["", "yesterday", "2026-03-02", "2026-03-02T09:05:00", 5, None, "9999-01-01T00:00:00Z"],
)
def test_what_is_no_instant_is_said_in_words(strange: object) -> None:
    with pytest.raises(ValueError, match="2026-03-02T09:05:00Z"):
        read_instant(strange)


def test_I5_a_problem_lists_every_fault_and_where_it_is() -> None:
    error = Refused(
        "No.",
        faults=(
            Fault("/fields/a~1b", "Bad.", "x"),
            Fault("query:/limit", "Small."),
            Fault("", "All."),
        ),
    )
    status, headers, body = document(error)
    assert (status, headers["content-type"]) == (422, "application/problem+json")
    assert body["errors"] == [
        {"in": "body", "pointer": "/fields/a~1b", "detail": "Bad.", "code": "x"},
        {"in": "query", "pointer": "/limit", "detail": "Small.", "code": "invalid"},
        {"in": "body", "pointer": "", "detail": "All.", "code": "invalid"},
    ]


def test_I5_locations_of_the_shape_checker_become_pointers() -> None:
    errors = [
        {
            "loc": ("body", "fields", "a/b~c"),
            "msg": "Value error, It is bad.",
            "type": "value_error",
        },
        {"loc": ("query", "limit"), "msg": "Too small", "type": "ge"},
        {"loc": ("body",), "msg": "Field required", "type": "missing"},
    ]
    assert [(fault.pointer, fault.message) for fault in faults_of_shape(errors)] == [
        ("/fields/a~1b~0c", "It is bad."),
        ("query:/limit", "Too small"),
        ("", "Field required"),
    ]


def test_what_broke_inside_is_never_told() -> None:
    body = json.loads(as_answer(Misconfigured("table secret-name is missing"))["body"])
    assert "secret" not in json.dumps(body)
    assert body["status"] == 500


def test_each_status_brings_the_header_that_goes_with_it() -> None:
    assert as_answer(Busy("Later."))["headers"]["retry-after"] == "2"
    assert as_answer(UnknownOutcome("Lost."))["statusCode"] == 503
    assert as_answer(Unauthenticated("Who?"))["headers"]["www-authenticate"] == "Bearer"
    assert as_answer(MethodNotAllowed("PUT", ("GET",)))["headers"]["allow"] == "GET"
    assert as_response(Absent("No.")).status_code == 404
