"""The configuration through the API: shown, put by edition, judged whole, deleted unless referred to."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from functions.api.configuration_examples import DOCUMENTS
from functions.api.themes import THEMES, Theme
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

MANAGER: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
AGENT: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
NEW = {"if-none-match": "*"}

PROCESS = {"milestones": [{"milestone": "Resolution", "within": "1h"}]}
PUT: dict[str, Any] = {
    **DOCUMENTS,
    "MilestoneTypes": {"types": [{"name": "First Response"}, {"name": "Resolution"}]},
    "Queue": {"members": ["alex"]},
    "EntitlementRules": {"rules": [{"process": "Gold support"}]},
}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def asked(
    town: Town, method: str, path: str, body: Any = None, who: Any = MANAGER, **more: Any
) -> tuple[int, Any, dict[str, str]]:
    town.clock.tick(1)
    event = api_event(method, path, body, **who, **more)
    response = answer(event, CalmContext(), town.world)
    headers = {name.lower(): str(value) for name, value in response["headers"].items()}
    return response["statusCode"], json.loads(response["body"] or "null"), headers


def problems(told: Any) -> dict[str, str]:
    return {one["pointer"]: one["detail"] for one in told["errors"]}


def address(theme: Theme, name: str = "case") -> str:
    return f"{theme.path}/{name}" if theme.named else theme.path


NAMED = [theme for theme in THEMES if theme.named]


@pytest.mark.parametrize("theme", NAMED, ids=lambda theme: theme.kind)
def test_every_kind_is_put_shown_listed_replaced_and_deleted(town: Town, theme: Theme) -> None:
    name = "work_order" if theme.kind == "fields" else "New%20one"
    own = name.replace("%20", " ")
    status, told, headers = asked(town, "PUT", address(theme, name), PUT[theme.name], headers=NEW)
    assert (status, told["name"], told["created_by"]) == (200, own, "maria"), told

    status, shown, _ = asked(town, "GET", address(theme, name), who=AGENT)
    assert (status, shown["document"]) == (200, told["document"])
    listed = asked(town, "GET", theme.path, who=AGENT, query={"limit": "100"})[1]["items"]
    assert own in [one["name"] for one in listed]

    again = asked(
        town, "PUT", address(theme, name), shown["document"], headers={"if-match": headers["etag"]}
    )
    assert again[2]["etag"] == headers["etag"]
    status, _, _ = asked(
        town, "DELETE", address(theme, name), headers={"if-match": headers["etag"]}
    )
    assert status == 204
    assert asked(town, "GET", address(theme, name))[0] == 404


@pytest.mark.parametrize(
    "theme", [one for one in THEMES if not one.named], ids=lambda theme: theme.kind
)
def test_a_document_of_which_there_is_one_needs_no_name(town: Town, theme: Theme) -> None:
    status, _, headers = asked(town, "GET", theme.path)
    which = {"if-match": headers["etag"]} if status == 200 else NEW
    status, told, _ = asked(town, "PUT", theme.path, PUT[theme.name], headers=which)
    assert (status, told["name"]) == (200, theme.kind), told
    if theme.may_go:
        assert asked(town, "DELETE", theme.path)[0] == 204
    else:
        assert asked(town, "DELETE", theme.path)[0] == 405


def test_S1_agents_read_the_configuration_and_managers_change_it(town: Town) -> None:
    assert asked(town, "GET", "/queues", who=AGENT)[0] == 200
    assert asked(town, "PUT", "/queues/Mine", {}, who=AGENT, headers=NEW)[0] == 403
    assert asked(town, "DELETE", "/queues/Tier%201", who=AGENT)[0] == 403


def test_a_put_says_what_it_replaces(town: Town) -> None:
    path = "/queues/Tier%203"
    assert asked(town, "PUT", path, {})[0] == 428
    assert asked(town, "PUT", path, {}, headers={"if-match": "*"})[0] == 412
    etag = asked(town, "PUT", path, {}, headers=NEW)[2]["etag"]
    changed = {"members": ["alex"]}

    status, told, headers = asked(town, "PUT", path, changed, headers={"if-match": '"1"'})
    assert (status, headers["etag"]) == (412, etag)
    assert told["current"]["document"] == {"kind": "queue", "name": "Tier 3"}
    assert asked(town, "PUT", path, changed, headers=NEW)[0] == 412
    assert asked(town, "PUT", path, changed, headers={"if-match": etag})[0] == 200


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/queues/RQ3", {"name": "Another"}, "/name"),
        ("/fields/case", {"for": "work_order", "fields": []}, "/for"),
    ],
)
def test_a_document_that_calls_itself_otherwise_than_its_address_is_refused(
    town: Town, path: str, body: Any, pointer: str
) -> None:
    which = NEW if path == "/queues/RQ3" else {"if-match": "*"}
    status, told, _ = asked(town, "PUT", path, body, headers=which)
    assert status == 422
    assert pointer in problems(told)


def test_all_faults_are_told_with_json_pointers_and_nothing_is_written(town: Town) -> None:
    body = {
        "business_hours": "Nowhere",
        "colour": "red",
        "milestones": [{"milestone": "Reply", "within": "soon"}, {"milestone": 7}],
    }
    status, told, _ = asked(town, "PUT", "/processes/Odd", body, headers=NEW)

    assert status == 422
    found = problems(told)
    assert {"/business_hours", "/colour", "/milestones/0/within", "/milestones/1/milestone"} <= set(
        found
    )
    assert town.world.policies.revision() == 1


@pytest.mark.parametrize("body", [{"members": 5}, {"members": [{}]}, {"kind": 7, "hours": []}])
def test_wrong_types_are_refused(town: Town, body: Any) -> None:
    status, told, _ = asked(town, "PUT", "/queues/Odd", body, headers=NEW)
    assert (status, bool(told["errors"])) == (422, True)


def test_a_process_in_a_list_tells_its_versions(town: Town) -> None:
    path = "/processes/Short"
    etag = asked(town, "PUT", path, PROCESS, headers=NEW)[2]["etag"]
    asked(town, "PUT", path, {**PROCESS, "notes": "n"}, headers={"if-match": etag})

    told = asked(town, "GET", path)[1]

    assert told["version"] == told["document"]["version"] == 2
    assert told["versions"] == [
        {"version": 1, "status": "published"},
        {"version": 2, "status": "default"},
    ]


def test_P5_what_is_seldom_meant_is_a_warning(town: Town) -> None:
    late = {"items": [{"field": "created_at", "operator": "within", "value": "3 days"}]}
    body = {"milestones": [{"milestone": "Resolution", "within": "1h", "when": late}]}
    told = asked(town, "PUT", "/processes/Clock", body, headers=NEW)[1]
    assert [one["pointer"] for one in told["warnings"]] == ["/milestones/0/when/items/0"]


def test_E7_deleting_what_is_referenced_names_what_refers_to_it(town: Town) -> None:
    status, told, _ = asked(town, "DELETE", "/queues/Tier%202")
    assert status == 422
    assert {one["code"] for one in told["errors"]} == {"referred"}
    assert all("Tier 2" in one["detail"] for one in told["errors"])


def test_S4_every_change_is_in_the_audit_trail(town: Town) -> None:
    asked(town, "PUT", "/queues/Tier%203", {"members": ["alex"]}, headers=NEW)
    query = {"kind": "queue", "id": "Tier 3"}
    (entry,) = asked(town, "GET", "/audit", query=query)[1]["items"]
    assert (entry["verb"], entry["by"], entry["door"]) == ("create", "maria", "api")
    assert entry["after"] == {"name": "Tier 3", "members": ["alex"]}


def test_C7_a_changed_calendar_says_who_counts_by_it_and_which_job_moves_them(town: Town) -> None:
    path = "/calendars/Office%20Berlin"
    town.post("felix@fabrikam.example")
    _, shown, headers = asked(town, "GET", path)
    later = {**shown["document"], "holidays": ["2027-12-24"]}

    _, told, headers = asked(town, "PUT", path, later, headers={"if-match": headers["etag"]})
    _, again, _ = asked(town, "PUT", path, later, headers={"if-match": headers["etag"]})

    job = {"kind": "recompute", "parameters": {"calendar": "Office Berlin"}}
    counting = told["counting"]
    assert (counting["records"], counting["complete"], counting["job"]) == (1, True, job)
    assert counting["milestones"] >= 1
    assert asked(town, "POST", "/jobs/preview", counting["job"])[1]["items"] == 1
    assert "counting" not in again
    assert "counting" not in asked(town, "PUT", "/calendars/New", shown["document"], headers=NEW)[1]


@pytest.mark.parametrize("path", ["/queues/EMEA%2FTier%201", "/queues/EMEA/Tier 1"])
def test_a_name_with_a_slash_has_an_address(town: Town, path: str) -> None:
    status, told, headers = asked(town, "PUT", path, {}, headers=NEW)
    assert (status, told["name"]) == (200, "EMEA/Tier 1")
    assert asked(town, "GET", path)[1]["name"] == "EMEA/Tier 1"
    assert asked(town, "DELETE", path, headers={"if-match": headers["etag"]})[0] == 204


@pytest.mark.parametrize(
    ("path", "body"), [("/processes/Gold%2Fdraft", PROCESS), ("/queues/Who%3F", {})]
)
def test_a_name_that_no_address_could_tell_apart_is_refused(
    town: Town, path: str, body: Any
) -> None:
    status, told, _ = asked(town, "PUT", path, body, headers=NEW)
    assert (status, "address of the API" in problems(told)["/name"]) == (422, True)


def test_P5_odd_keys_and_digits_are_faults_like_others(town: Town) -> None:
    event = {"event": {"name": "odd", "fields": {"³": [], "0": {}}}}
    actions = [{"name": "a", "on": "warning", "at": "³%", "do": [event]}]
    body = {"milestones": [{"milestone": "Reply", "within": "1h", "actions": actions}]}
    status, told, _ = asked(town, "PUT", "/processes/Odd", body, headers=NEW)
    assert (status, "/milestones/0/actions/0/at" in problems(told)) == (422, True)
