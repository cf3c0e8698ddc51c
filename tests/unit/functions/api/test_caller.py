from typing import Any

import pytest

from functions.api.caller import caller_of, groups_of
from functions.api.rejections import Unauthenticated


def event(**claims: Any) -> dict[str, Any]:
    return {"requestContext": {"authorizer": {"jwt": {"claims": claims}}}}


@pytest.mark.parametrize(
    "claim",
    [
        ["agents", "managers"],
        "[agents managers]",
        "[agents, managers]",
        "agents,managers",
        '["agents","managers"]',
        " agents managers ",
    ],
)
def test_S1_groups_are_read_in_every_form_that_a_gateway_gives_them(claim: Any) -> None:
    assert groups_of(claim) == ("agents", "managers")


@pytest.mark.parametrize("claim", [None, "", "[]", []])
def test_S1_nobody_is_in_no_group(claim: Any) -> None:
    assert groups_of(claim) == ()


def test_the_caller_is_who_the_access_token_says() -> None:
    caller = caller_of(event(token_use="access", username="bob", **{"cognito:groups": "[agents]"}))
    assert (caller.name, caller.door, caller.roles) == ("bob", "api", ("agents",))


@pytest.mark.parametrize(
    "claims",
    [
        {"token_use": "id", "cognito:username": "bob", "cognito:groups": "[managers]"},
        {"username": "bob", "cognito:groups": "[managers]"},
        {"token_use": "access"},
        {},
    ],
)
def test_only_access_tokens_let_anybody_in(claims: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(event(**claims))


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"requestContext": {}},
        {"requestContext": {"authorizer": {}}},
        {"requestContext": {"authorizer": {"jwt": {}}}},
    ],
)
def test_a_request_without_a_token_comes_from_nobody(strange: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(strange)
