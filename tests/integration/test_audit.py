"""Whoever changes anything leaves an entry: who, when, through which door, before and after (S4)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from tests.support.directory_api import MANAGER, asked
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

LEAD: dict[str, Any] = {"name": "sam", "groups": "[supervisors]"}
TWO_MINUTES = "Two minutes"


@pytest.fixture
def town() -> Town:
    return Town()


def trail(town: Town, kind: str, name: str, who: Any = MANAGER) -> list[dict[str, Any]]:
    status, told, _ = asked(town, "GET", "/audit", who=who, query={"kind": kind, "id": name})
    assert status == 200, told
    lines: list[dict[str, Any]] = told["items"]
    return lines


def moved(line: dict[str, Any], milestone: str = TWO_MINUTES) -> tuple[Any, Any]:
    (one,) = (move for move in line["milestones"] if move["milestone"] == milestone)
    return one["before"], one["after"]


def command(town: Town, number: str, what: str, **body: Any) -> None:
    status, told, _ = asked(town, "POST", f"/cases/{number}/{what}", body)
    assert status == 200, told


def test_S4_each_change_of_a_milestone_tells_before_and_after(town: Town) -> None:
    number = town.post().number
    at = "milestones/Two%20minutes"
    command(town, number, f"{at}/complete")
    command(town, number, f"{at}/reopen", reason="by mistake")
    command(town, number, f"{at}/waive", reason="agreed with the customer")
    lines = trail(town, "case", number)
    assert [(line["by"], line["door"], line["verb"]) for line in lines[1:]] == [
        ("maria", "api", "complete_milestone"),
        ("maria", "api", "reopen_milestone"),
        ("maria", "api", "waive"),
    ]
    completed, reopened, waived = (moved(line) for line in lines[1:])
    assert (completed[0]["outcome"], completed[1]["outcome"]) == ("open", "completed")
    assert completed[1]["completed_at"] == lines[1]["at"]
    assert reopened == (completed[1], completed[0])
    assert waived == ({"waived": None}, {"waived": "agreed with the customer"})
    assert lines[2]["note"] == "reopen milestone Two minutes: by mistake"


def test_S4_a_pause_tells_the_target_that_it_moved(town: Town) -> None:
    number = town.post().number
    command(town, number, "stop", reason="Planned work")
    town.clock.tick(30)
    command(town, number, "resume")
    stopped, resumed = (moved(line) for line in trail(town, "case", number)[1:])
    assert stopped == ({"paused": False}, {"paused": True})
    assert resumed[0]["paused"] is True
    assert resumed[0]["target"] < resumed[1]["target"]


def test_S4_what_time_does_is_told_as_the_timers(town: Town) -> None:
    number = town.post().number
    town.pass_minutes(3)
    line = next(
        line
        for line in trail(town, "case", number)
        if TWO_MINUTES in {move["milestone"] for move in line["milestones"]}
    )
    assert (line["by"], line["door"], line["verb"]) == ("milepost", "timer", "fire")
    assert moved(line)[0] == {"violated_at": None}


def test_S4_closing_tells_which_milestones_the_record_left(town: Town) -> None:
    number = town.post().number
    command(town, number, "close")
    line = trail(town, "case", number)[-1]
    assert moved(line) == ({"outcome": "open"}, {"outcome": "exited"})
    assert (line["before"]["status"], line["after"]["status"]) == ("New", "Closed")


def test_S4_what_a_customer_does_is_told_with_the_portal_as_door() -> None:
    town = Town("acme")
    customer: dict[str, Any] = {"name": "ann", "contact": "ann", "groups": "[customers]"}
    event = api_event("POST", "/portal/cases", {"subject": "Help"}, **customer)
    number = json.loads(answer(event, CalmContext(), town.world)["body"])["number"]
    line = trail(town, "case", number)[0]
    assert (line["by"], line["door"], line["verb"]) == ("ann", "portal", "open")


def test_S4_a_trail_is_that_of_its_kind(town: Town) -> None:
    number = town.post().number
    body = {"subject": "Visit", "account": "smoke-ltd"}
    order = asked(town, "POST", "/work-orders", body)[1]["number"]
    assert {line["kind"] for line in trail(town, "work_order", order)} == {"work_order"}
    for kind, name in (("case", order), ("work_order", number)):
        query = {"kind": kind, "id": name}
        assert asked(town, "GET", "/audit", query=query)[0] == 404


def test_S4_movements_of_an_allowance_and_stops_of_jobs_name_their_door(town: Town) -> None:
    limited = {"id": "five", "account": "smoke-ltd", "cases_per_entitlement": 5}
    asked(town, "POST", "/entitlements", limited)
    asked(town, "POST", "/entitlements/five/top-up", {"amount": 2, "reference": "Order 1"})
    (line,) = asked(town, "GET", "/entitlements/five/ledger")[1]["items"]
    assert (line["by"], line["door"], line["reference"]) == ("maria", "api", "Order 1")

    job = {"kind": "refresh", "parameters": {"account": "smoke-ltd"}}
    made = asked(town, "POST", "/jobs", job)[1]
    other = {"name": "bob", "groups": "[managers]"}
    told = asked(town, "POST", f"/jobs/{made['id']}/cancel", {}, other)[1]
    assert (told["asked_by"], told["cancelled_by"]) == ("maria", "bob")
    assert told["cancelled_at"] > told["asked_at"]


def test_S1_the_trail_of_a_document_hides_what_its_reader_does_not_see(town: Town) -> None:
    rule = {"fields": ["account.tier", "account.margin"], "hidden_from": ["supervisors"]}
    body = {"fields": [], "access": [rule]}
    assert asked(town, "PUT", "/fields/case", body, headers={"if-none-match": "*"})[0] == 200
    whole = {"id": "new", "name": "New", "tier": "Gold", "fields": {"margin": 7, "region": "n"}}
    asked(town, "POST", "/accounts", whole)
    (to_lead,), (to_manager,) = (trail(town, "account", "new", who) for who in (LEAD, MANAGER))
    assert to_manager["after"] == whole
    assert to_lead["after"] == {"id": "new", "name": "New", "fields": {"region": "n"}}
    day = asked(town, "GET", "/audit", who=LEAD, query={"day": "2026-03-02"})[1]["items"]
    assert "Gold" not in json.dumps([line for line in day if line["id"] == "new"])
