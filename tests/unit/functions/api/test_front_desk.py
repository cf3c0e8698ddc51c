import base64
from typing import Any

import pytest

from functions.api.front_desk import MOST_BYTES, admit
from functions.api.rejections import (
    Malformed,
    MethodNotAllowed,
    TooLarge,
    Unauthenticated,
    UnsupportedMediaType,
)
from shared.errors import Absent, MilepostError, NotPermitted
from tests.support.door_events import access_token, http_event


def request(
    method: str,
    path: str,
    body: str | None = None,
    *,
    groups: str = "[agents]",
    content_type: str = "application/json",
    encoded: bool = False,
) -> dict[str, Any]:
    return http_event(
        method,
        path,
        body,
        headers={"content-type": content_type} if body else None,
        claims=access_token(groups=groups),
        encoded=encoded,
    )


def test_a_request_is_let_in_with_its_operation_and_caller() -> None:
    admitted = admit(request("POST", "/cases", '{"subject": "x"}'))
    assert admitted.operation == "POST /cases"
    assert admitted.caller is not None
    assert admitted.caller.name == "bob"
    assert admitted.event["body"] == '{"subject": "x"}'


@pytest.mark.parametrize(
    "path",
    [
        "/cases/1/milestones/First%20Response/complete",
        "/cases/1/milestones/First Response/complete",
        "/cases/1/milestones/First Response/complete/",
    ],
)
def test_an_address_is_the_same_whether_the_gateway_decodes_it_or_not(path: str) -> None:
    assert (
        admit(request("POST", path)).event["rawPath"]
        == "/cases/1/milestones/First%20Response/complete"
    )


def test_a_milestone_may_have_a_slash_in_its_name() -> None:
    admitted = admit(request("POST", "/cases/1/milestones/Repair/Replace/complete"))
    assert admitted.event["rawPath"] == "/cases/1/milestones/Repair%2FReplace/complete"


@pytest.mark.parametrize(
    ("path", "operation", "clean"),
    [
        ("/queues/EMEA/Tier 1", "GET /queues/{name}", "/queues/EMEA%2FTier%201"),
        ("/queues/EMEA%2FTier%201", "GET /queues/{name}", "/queues/EMEA%2FTier%201"),
        ("/queues/Büro € 2", "GET /queues/{name}", "/queues/B%C3%BCro%20%E2%82%AC%202"),
        ("/assets/SN/12", "GET /assets/{identifier}", "/assets/SN%2F12"),
        (
            "/entitlements/a/b/ledger",
            "GET /entitlements/{identifier}/ledger",
            "/entitlements/a%2Fb/ledger",
        ),
    ],
)
def test_a_name_is_the_same_whether_the_gateway_decodes_its_address_or_not(
    path: str, operation: str, clean: str
) -> None:
    admitted = admit(request("GET", path, groups="[managers]"))
    assert (admitted.operation, admitted.event["rawPath"]) == (operation, clean)


def test_the_stage_is_no_part_of_the_address() -> None:
    event = request("GET", "/dev/cases")
    event["requestContext"]["stage"] = "dev"
    admitted = admit(event)
    assert admitted.event["rawPath"] == "/cases"
    assert admitted.event["requestContext"]["stage"] == "$default"


def test_a_command_without_body_has_an_empty_one() -> None:
    assert admit(request("POST", "/cases/1/resume")).event["body"] == "{}"


def test_a_body_in_base64_is_text_afterwards() -> None:
    body = base64.b64encode('{"subject": "ü"}'.encode()).decode()
    event = admit(request("POST", "/cases", body, encoded=True)).event
    assert (event["body"], event["isBase64Encoded"]) == ('{"subject": "ü"}', False)


@pytest.mark.parametrize(
    ("event", "error"),
    [
        (request("GET", "/nothing"), Absent),
        (request("GET", "/cases/1/2"), Absent),
        (request("DELETE", "/cases/1"), MethodNotAllowed),
        (request("PUT", "/cases"), MethodNotAllowed),
        (http_event("GET", "/cases"), Unauthenticated),
        (http_event("GET", "/cases", claims={"token_use": "id", "sub": "x"}), Unauthenticated),
        (request("GET", "/cases", groups=""), NotPermitted),
        (request("GET", "/cases", groups="[customers]"), Unauthenticated),
        (request("POST", "/cases", "{}", groups="[readers]"), NotPermitted),
        (request("POST", "/cases/1/milestones/a/waive", "{}"), NotPermitted),
        (request("POST", "/cases", "<a/>", content_type="text/xml"), UnsupportedMediaType),
        (
            request("POST", "/cases", "a=1", content_type="application/x-www-form-urlencoded"),
            UnsupportedMediaType,
        ),
        (request("POST", "/cases", "a" * (MOST_BYTES + 1)), TooLarge),
        (request("POST", "/cases", "a" * (3 * MOST_BYTES), encoded=True), TooLarge),
        (
            request("POST", "/cases", base64.b64encode(b"\xff\xfe").decode(), encoded=True),
            Malformed,
        ),
        (request("POST", "/cases", "%%%", encoded=True), Malformed),
    ],
)
def test_what_may_not_pass_does_not(event: dict[str, Any], error: type[MilepostError]) -> None:
    with pytest.raises(error):
        admit(event)


def test_a_wrong_method_says_which_are_right() -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        admit(request("DELETE", "/cases/1"))
    assert refused.value.allow == ("GET", "PATCH")


def test_the_description_needs_no_token() -> None:
    assert admit(http_event("GET", "/openapi.json")).caller is None
