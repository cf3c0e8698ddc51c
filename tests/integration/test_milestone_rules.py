"""Updates of milestones are limited by rules, whose words the user reads, at every door (S3)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.alteration import Alteration
from shared.domain.history import Caller
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.preview_change import preview_change
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

LEAD: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
CLI = Caller(name="maria", door="cli", roles=("managers",))
TWO_MINUTES = "Two minutes"

LATE = {
    "on": ["complete"],
    "must": {"formula": "Milestone.RemainingMinutes >= 0"},
    "message": "It is overdue: ask a supervisor.",
}
OWNED = {
    "milestones": [TWO_MINUTES.upper()],
    "on": ["complete", "waive"],
    "when": {"items": [{"field": "priority", "operator": "equals", "value": "High"}]},
    "must": {"items": [{"field": "owner", "operator": "is_blank", "value": False}]},
    "message": "Take the case first.",
}
REASONED = {
    "on": ["waive", "reopen"],
    "must": {"items": [{"field": "milestone.reason", "operator": "contains", "value": "CR-"}]},
    "message": "Name the change request.",
}


@pytest.fixture
def town() -> Town:
    return Town()


def asked(town: Town, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    town.clock.tick(1)
    event = api_event(method, path, body, headers=headers, **LEAD)
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"] or "null")


def limited(town: Town, *rules: dict[str, Any]) -> str:
    body = {"rules": list(rules)}
    status, told = asked(town, "PUT", "/milestone-rules", body, **{"if-none-match": "*"})
    assert status == 200, told
    return town.post().number


def updated(town: Town, number: str, what: str, **body: Any) -> tuple[int, list[str]]:
    path = f"/cases/{number}/milestones/Two%20minutes/{what}"
    status, told = asked(town, "POST", path, body)
    return status, [one["detail"] for one in told.get("errors") or ()]


def test_S3_an_update_that_breaks_rules_is_told_all_their_words(town: Town) -> None:
    number = limited(town, OWNED, REASONED)
    assert updated(town, number, "waive", reason="agreed") == (
        422,
        ["Take the case first.", "Name the change request."],
    )
    assert town.store.records.load(number).revision == 1


def test_S3_an_update_that_satisfies_them_is_made(town: Town) -> None:
    number = limited(town, OWNED, REASONED)
    asked(town, "POST", f"/cases/{number}/accept", {})
    asked(town, "PATCH", f"/cases/{number}", {"owner": "alex"}, **{"if-match": "*"})
    assert updated(town, number, "complete")[0] == 200
    assert updated(town, number, "reopen", reason="oops") == (422, ["Name the change request."])
    assert updated(town, number, "reopen", reason="CR-17")[0] == 200
    assert updated(town, number, "waive", reason="see CR-17")[0] == 200


def test_S3_rules_read_the_milestone_as_it_stands(town: Town) -> None:
    number = limited(town, LATE)
    town.pass_minutes(4)
    assert updated(town, number, "complete") == (422, ["It is overdue: ask a supervisor."])


def test_S3_a_rule_counts_only_where_its_condition_holds(town: Town) -> None:
    number = limited(town, OWNED)
    asked(town, "PATCH", f"/cases/{number}", {"priority": "Low"}, **{"if-match": "*"})
    assert updated(town, number, "complete")[0] == 200


def test_S3_what_completes_by_itself_is_no_update() -> None:
    town = Town("acme")
    rules = {"rules": [{**OWNED, "milestones": [], "when": None}]}
    assert asked(town, "PUT", "/milestone-rules", rules, **{"if-match": "*"})[0] == 200
    number = town.post("dana@demo.example").number
    comment = {"body": "On our way", "public": True}
    status, told = asked(town, "POST", f"/cases/{number}/comments", comment)
    assert status == 201
    assert [one["outcome"] for one in told["milestones"]] == ["completed"]


def test_S3_the_command_line_and_previews_obey_the_same_rules(town: Town) -> None:
    number = limited(town, OWNED)
    wish = Alteration(verb="complete_milestone", milestone=TWO_MINUTES)
    for make in (change_case, preview_change):
        with pytest.raises(Refused, match="cannot be updated so") as refused:
            make(town.world, number, wish, CLI)
        assert [fault.message for fault in refused.value.faults] == ["Take the case first."]


def test_S3_a_milestone_that_is_not_there_is_told_as_before(town: Town) -> None:
    number = limited(town, REASONED)
    path = f"/cases/{number}/milestones/Nothing/waive"
    without = Town()
    other = without.post().number
    told = [
        asked(which, "POST", path.replace(number, name), {"reason": "x"})[0]
        for which, name in ((town, number), (without, other))
    ]
    assert told == [422, 422]


def test_S3_rules_that_mean_nothing_are_refused_with_every_fault(town: Town) -> None:
    rules: list[dict[str, Any]] = [
        {"must": {"items": [{"field": "milestone.colour", "operator": "equals", "value": "x"}]}},
        {"on": [], "must": LATE["must"], "message": "x"},
        {"must": {"formula": "1 + 1"}, "message": "x"},
        {"must": LATE["must"], "message": "x", "on": ["delete"]},
    ]
    status, told = asked(
        town, "PUT", "/milestone-rules", {"rules": rules}, **{"if-none-match": "*"}
    )
    assert status == 422
    assert [one["pointer"] for one in told["errors"]] == [
        "/rules/0/message",
        "/rules/1/on",
        "/rules/3/on/0",
        "/rules/0/must/items/0/field",
        "/rules/2/must/formula",
    ]
