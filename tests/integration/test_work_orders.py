"""Work orders: the second record type on the case's code, with lists and allowances of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.yaml_text import read_yaml
from functions.api.app import answer
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

FIELD_SERVICE = """
kind: process
name: Field service
applies_to: work_order
milestones:
- milestone: On site
  within: 4h
  complete: {items: [{field: status, operator: equals, value: In Progress}]}
  actions: [{name: late, on: violation, after: 0m, do: [{update: {late: true}}]}]
---
kind: fields
for: work_order
fields:
- {name: status, type: picklist, values: [{value: New}, {value: In Progress}, {value: Closed, is_closed: true}]}
- {name: late, type: checkbox}
---
kind: entitlement
external_id: visits
account: smoke-ltd
name: Visits
process: Field service
work_orders_per_entitlement: 2
cases_per_entitlement: 50
"""
SMOKE = Path(__file__).parents[2] / "examples" / "smoke" / "organisation.yaml"


def organisation(milestones_on: str = "both") -> Organisation:
    text = f"{SMOKE.read_text('utf-8')}\n---\n{FIELD_SERVICE}"
    bodies = [dict(document.value) for document in read_yaml(text)]
    for body in bodies:
        if body["kind"] == "settings":
            body["milestones_on"] = milestones_on
    return organise([SourceDocument("all.yaml", body) for body in bodies])


@pytest.fixture
def town() -> Town:
    return Town(organisation())


def asked(
    town: Town, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    town.clock.tick(1)
    event = api_event(
        method,
        path,
        body,
        name="maria",
        groups="[managers]",
        headers=headers,
        request_id=f"{path} {town.clock.now()}",
    )
    response = answer(event, CalmContext(), town.world)
    told_headers = {name.lower(): str(value) for name, value in response["headers"].items()}
    return response["statusCode"], json.loads(response["body"]), told_headers


def a_visit(town: Town, **more: Any) -> dict[str, Any]:
    body = {"subject": "Replace the pump", "email": "sue@smoke-ltd.example", **more}
    status, told, headers = asked(town, "POST", "/work-orders", body)
    assert status == 201, told
    assert headers["location"] == f"/work-orders/{told['number']}"
    return dict(told)


def test_E1_a_work_order_gets_the_entitlement_and_the_clock_of_its_type(town: Town) -> None:
    number = a_visit(town)["number"]
    _, told, _ = asked(town, "GET", f"/work-orders/{number}")
    assert (told["record_type"], told["entitlement"]) == ("work_order", "visits")
    assert told["clock"]["process"] == {"name": "Field service", "version": 1}
    assert [m["milestone"] for m in told["milestones"]] == ["On site"]
    assert told["why_entitlement"]["candidates"] == [
        {"entitlement": "smoke-support", "verdict": "wrong_record_type"},
        {"entitlement": "visits", "verdict": "chosen"},
    ]


def test_E1_a_case_is_no_work_order_and_the_other_way_round(town: Town) -> None:
    visit, case = a_visit(town)["number"], town.post().number
    for path, body in (("", None), ("/timeline", None), ("/close", {}), ("/comments", None)):
        method = "POST" if body is not None else "GET"
        assert asked(town, method, f"/work-orders/{case}{path}", body)[0] == 404
        assert asked(town, method, f"/cases/{visit}{path}", body)[0] == 404
    for path, number in (("/cases", case), ("/work-orders", visit)):
        for query in ("", "?account=smoke-ltd"):
            listed = listed_at(town, path, query)
            assert [card["number"] for card in listed] == [number]


def listed_at(town: Town, path: str, query: str) -> list[dict[str, Any]]:
    name, _, value = query.removeprefix("?").partition("=")
    event = api_event("GET", path, query={name: value} if name else {}, groups="[agents]")
    told: dict[str, Any] = json.loads(answer(event, CalmContext(), town.world)["body"])
    return list(told["items"])


def test_M7_M8_a_work_orders_milestone_is_completed_and_violated_like_a_cases(town: Town) -> None:
    number, late = a_visit(town)["number"], a_visit(town)["number"]
    path = f"/work-orders/{number}"
    change = {"status": "In Progress"}
    status, told, _ = asked(town, "PATCH", path, change, **{"if-match": "*"})
    assert (status, told["milestones"][0]["outcome"]) == (200, "completed")
    town.pass_minutes(241)
    _, told, _ = asked(town, "GET", f"/work-orders/{late}")
    assert told["milestones"][0]["violated"]
    assert told["fields"]["late"] is True
    assert asked(town, "POST", f"{path}/close", {})[1]["status"] == "Closed"


def test_K6_a_work_order_has_fields_and_statuses_of_its_own(town: Town) -> None:
    refused = asked(town, "POST", "/work-orders", {"subject": "x", "status": "Waiting on customer"})
    assert refused[0] == 422
    assert asked(town, "POST", "/cases", {"subject": "x", "status": "In Progress"})[0] == 422


def test_E6_work_orders_use_an_allowance_of_their_own(town: Town) -> None:
    warned = [a_visit(town)["warnings"] for _ in range(3)]
    assert warned == [[], ["allowance_low"], ["allowance_exceeded"]]
    _, told, _ = asked(town, "GET", "/entitlements/visits")
    assert (told["used_work_orders"], told["remaining_work_orders"]) == (3, -1)
    assert (told["used_cases"], told["remaining_cases"]) == (0, 50)


@pytest.mark.parametrize(
    ("milestones_on", "of_case", "of_visit"),
    [("both", True, True), ("case", True, False), ("work_order", False, True)],
)
def test_P1_the_settings_say_which_records_have_a_clock(
    milestones_on: str, of_case: bool, of_visit: bool
) -> None:
    town = Town(organisation(milestones_on))
    visit = asked(town, "GET", f"/work-orders/{a_visit(town)['number']}")[1]
    case = asked(town, "GET", f"/cases/{town.post().number}")[1]
    assert (bool(case["milestones"]), bool(visit["milestones"])) == (of_case, of_visit)
    assert (case["entitlement"], visit["entitlement"]) == ("smoke-support", "visits")
