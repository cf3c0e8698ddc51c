"""Values of the directory's own fields: whatever is let in can be told again (E1, K6)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.adapters.dynamo.items import body_of, with_body
from tests.support.directory_api import MANAGER, asked, with_samples
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


def raw(town: Town, method: str, path: str, body: str) -> tuple[int, Any]:
    """Ask with a body as it stands."""
    event = {**api_event(method, path, {}, **MANAGER, headers={"if-match": "*"}), "body": body}
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def test_a_key_that_files_call_otherwise_is_told_by_its_name_here(town: Town) -> None:
    body = {"name": "Acme", "external_id": "acme", "nmae": "Acme"}
    status, told, _ = asked(town, "POST", "/accounts", body)
    assert status == 422
    assert {one["pointer"]: one["detail"] for one in told["errors"]} == {
        "/external_id": "There is no such key here: what files call external_id is `id`.",
        "/nmae": "There is no such key here.",
    }


def test_an_answer_without_a_body_is_an_empty_text(town: Town) -> None:
    with_samples(town)
    event = api_event("DELETE", "/contacts/nia", None, **MANAGER)
    response = answer(event, CalmContext(), town.world)
    assert (response["statusCode"], response["body"]) == (204, "")


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
@pytest.mark.parametrize(
    "path", ["accounts/new-co", "contacts/nia", "products/pump", "assets/pump-9"]
)
def test_E1_a_number_without_end_is_refused_where_it_stands(
    town: Town, path: str, number: str
) -> None:
    with_samples(town)
    status, told = raw(town, "PATCH", f"/{path}", f'{{"fields": {{"n": {number}, "m": 1}}}}')
    assert (status, [one["pointer"] for one in told["errors"]]) == (422, ["/fields/n"])


def test_E1_a_value_that_is_no_value_is_one_fault(town: Town) -> None:
    body = {"name": "Odd", "fields": {"a": {"b": 1}, "b": [1]}}
    _, told, _ = asked(town, "POST", "/accounts", body)
    assert [one["pointer"] for one in told["errors"]] == ["/fields/a", "/fields/b"]


def test_E1_a_number_without_end_that_is_stored_already_is_read_as_blank() -> None:
    item = with_body("P#a", "#", {"fields": {"n": float("inf"), "m": 1.5}})
    assert body_of(item) == {"fields": {"n": None, "m": 1.5}}
