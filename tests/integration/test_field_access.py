"""Fields are hidden and closed by configuration, on the server, at every door people read by (S1)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.declared_fields import parse_fields
from shared.domain.field_access import FieldAccess, FieldRule
from shared.errors import Refused
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

OPENED = {"subject": "Pump 3 has stopped", "email": "ann@northwind.example"}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def asked(town: Town, role: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    event = api_event(
        method,
        path,
        body,
        name="alex" if role == "agents" else "maria",
        groups=f"[{role}]",
        headers={"if-match": "*"},
        request_id=f"{role} {method} {path} {town.clock.now()}",
    )
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def opened_with_cost(town: Town) -> str:
    body = {**OPENED, "fields": {"internal_cost": 900}}
    status, told = asked(town, "managers", "POST", "/cases", body)
    assert status == 201
    return str(told["number"])


def test_S1_a_hidden_field_is_absent_and_the_others_are_not(town: Town) -> None:
    number = opened_with_cost(town)
    _, to_manager = asked(town, "managers", "GET", f"/cases/{number}")
    _, to_agent = asked(town, "agents", "GET", f"/cases/{number}")
    assert to_manager["fields"]["internal_cost"] == 900
    assert "internal_cost" not in to_agent["fields"]
    assert to_manager["fields"].keys() - to_agent["fields"].keys() == {"internal_cost"}


@pytest.mark.parametrize("path", ["/fields/case", "/fields"])
def test_S1_the_declaration_of_a_hidden_field_is_hidden_with_the_rules_that_hide_it(
    town: Town, path: str
) -> None:
    _, to_manager = asked(town, "managers", "GET", path)
    _, to_agent = asked(town, "agents", "GET", path)
    assert "internal_cost" in json.dumps(to_manager)
    assert "access" in json.dumps(to_manager)
    assert "internal_cost" not in json.dumps(to_agent)
    assert "access" not in json.dumps(to_agent)
    assert "product_line" in json.dumps(to_agent)


def test_S1_the_story_of_a_record_does_not_tell_what_is_hidden(town: Town) -> None:
    number = opened_with_cost(town)
    town.clock.tick(5)
    change = {"fields": {"internal_cost": 950, "product_line": "Pumps"}}
    assert asked(town, "managers", "PATCH", f"/cases/{number}", change)[0] == 200
    _, to_manager = asked(town, "managers", "GET", f"/cases/{number}/timeline")
    _, to_agent = asked(town, "agents", "GET", f"/cases/{number}/timeline")
    assert "internal_cost" in json.dumps(to_manager)
    assert "internal_cost" not in json.dumps(to_agent)
    assert "product_line" in json.dumps(to_agent)


def test_S1_a_hidden_field_is_refused_as_if_it_did_not_exist(town: Town) -> None:
    number = opened_with_cost(town)
    for field, method, path in (
        ("internal_cost", "PATCH", f"/cases/{number}"),
        ("no_such_thing", "PATCH", f"/cases/{number}"),
        ("internal_cost", "POST", "/cases"),
    ):
        body = {"fields": {field: 1}} | (OPENED if method == "POST" else {})
        status, told = asked(town, "agents", method, path, body)
        assert status == 422
        assert (told["errors"][0]["code"], told["errors"][0]["detail"]) == (
            "unknown_field",
            f"There is no field '{field}'.",
        )


def test_S1_a_read_only_field_is_seen_and_refused(town: Town) -> None:
    number = opened_with_cost(town)
    change = {"fields": {"sla_state": "met"}}
    status, told = asked(town, "agents", "PATCH", f"/cases/{number}", change)
    assert (status, told["errors"][0]["code"]) == (422, "not_permitted")
    assert asked(town, "managers", "PATCH", f"/cases/{number}", change)[0] == 200
    assert asked(town, "agents", "GET", f"/cases/{number}")[1]["fields"]["sla_state"] == "met"


def test_S1_the_present_record_of_a_stale_change_hides_it_too(town: Town) -> None:
    number = opened_with_cost(town)
    event = api_event(
        "PATCH", f"/cases/{number}", {"priority": "Low"}, headers={"if-match": '"99"'}
    )
    response = answer(event, CalmContext(), town.world)
    assert response["statusCode"] == 412
    assert "internal_cost" not in response["body"]


def test_S1_of_several_roles_the_one_that_may_most_counts() -> None:
    access = FieldAccess(
        rules=(
            FieldRule(fields=("cost",), hidden_from=("agents", "readers")),
            FieldRule(fields=("Account.Tier__c",), read_only_for=("agents",)),
        )
    )
    assert access.hidden_from(["agents"]) == {"cost"}
    assert access.hidden_from(["agents", "managers"]) == frozenset()
    assert access.closed_to(["agents"]) == {"cost", "account.tier"}
    assert access.hidden_from([]) == frozenset()


def test_S1_rules_that_name_nothing_or_hide_what_nobody_can_miss_are_refused_at_once() -> None:
    with pytest.raises(Refused) as refused:
        parse_fields(
            {
                "for": "case",
                "fields": [],
                "access": [
                    {"fields": ["colour"], "hidden_from": ["agents"]},
                    {"fields": ["status"], "hidden_from": ["readers"]},
                    {"fields": ["priority"], "read_only_for": ["agents"]},
                    {"fields": ["type"]},
                ],
            }
        )
    assert [fault.pointer for fault in refused.value.faults] == [
        "access[0].fields[0]",
        "access[1].fields[0]",
        "access[3]",
    ]
