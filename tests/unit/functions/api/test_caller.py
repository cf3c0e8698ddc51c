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
        {"token_use": "id", "cognito:username": "bob", "custom:contact": "bob"},
        {"token_use": "id", "cognito:username": "bob", "cognito:groups": "[customers]"},
        {"token_use": "id", "cognito:groups": "[customers]", "custom:contact": "bob"},
        {"token_use": "access", "username": "bob", "cognito:groups": "[customers]"},
        {"username": "bob", "cognito:groups": "[managers]"},
        {"token_use": "access"},
        {},
    ],
)
def test_S2_no_other_token_lets_anybody_in(claims: dict[str, Any]) -> None:
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


def test_S2_a_customer_is_the_contact_that_the_id_token_says() -> None:
    claims = {"token_use": "id", "cognito:username": "ann", "cognito:groups": "[customers]"}
    caller = caller_of(event(**claims, **{"custom:contact": "ann-archer"}))
    assert caller.contact == "ann-archer"
    assert (caller.name, caller.door, caller.roles) == ("ann", "portal", ("customers",))


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"token_use": "access", "username": "x"}, ("managers",)),
        (
            {"token_use": "id", "cognito:username": "x", "custom:contact": "ann"},
            ("customers", "partners"),
        ),
    ],
)
def test_S2_each_kind_of_token_gives_the_roles_of_its_own_people(
    claims: dict[str, str], roles: tuple[str, ...]
) -> None:
    both = {"cognito:groups": "[managers customers partners]"}
    assert caller_of(event(**claims, **both)).roles == roles
