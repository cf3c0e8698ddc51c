"""Every operation of the API answers a good request with its own shape, and never with a 500."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from functions.api.permissions import (
    CHANGE_CONFIGURATION,
    CHANGE_CUSTOMERS,
    OPERATIONS,
    PORTAL,
    PUBLISH_PROCESSES,
    READ_CONFIGURATION,
    READ_CUSTOMERS,
    WRITE_DRAFTS,
)
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

DIRECTORY = (READ_CUSTOMERS, CHANGE_CUSTOMERS)
"""Their operations have a day of their own, in test_directory_api.py."""

CONFIGURATION = (READ_CONFIGURATION, CHANGE_CONFIGURATION, WRITE_DRAFTS, PUBLISH_PROCESSES)
"""And these in test_configuration_api.py and test_processes_api.py; the portal's in test_portal_api.py."""

LEAD: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
AGENT: dict[str, Any] = {"name": "alex", "groups": "[agents]"}


def call(
    town: Town, who: dict[str, Any], operation: str, body: Any = None, **headers: str
) -> tuple[int, Any]:
    number = town.store.records.work(None).items[0].number if "{number}" in operation else ""
    method, path = operation.split(" ", 1)
    path = path.replace("{number}", number).replace("{milestone}", "Two%20minutes")
    if "{job}" in path:
        path = path.replace("{job}", town.store.jobs.recent().items[0].id)
    path = path.replace("{task}", "0.1.0.0").replace("{effect}", "3K7Q9WZDD.0.1.0.0")
    path = path.replace("{address}", "sue%40smoke-ltd.example")
    path = path.replace("{name}", "Smoke").replace("{version}", "default")
    event = api_event(method, path, body, headers=headers, **who)
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


SIMULATION: dict[str, Any] = {
    "record": {"created_at": "2026-03-02T14:00:00Z"},
    "until": "2026-03-03T14:00:00Z",
}
REFRESH: dict[str, Any] = {"kind": "refresh", "parameters": {"account": "smoke-ltd"}}
DRAFT: dict[str, Any] = {"name": "Draft", "milestones": [{"milestone": "Reply", "within": "1h"}]}

STORY: tuple[tuple[dict[str, Any], str, Any, int], ...] = (
    (AGENT, "GET /me", None, 200),
    (AGENT, "GET /openapi.json", None, 200),
    (AGENT, "POST /cases", {"subject": "Hello", "email": "sue@smoke-ltd.example"}, 201),
    (AGENT, "GET /cases", None, 200),
    (AGENT, "GET /cases/{number}", None, 200),
    (AGENT, "POST /cases/{number}/accept", {}, 200),
    (AGENT, "POST /cases/{number}/comments", {"body": "Hello back", "public": True}, 201),
    (AGENT, "POST /cases/{number}/replies", {"body": "**On** our way", "format": "markdown"}, 201),
    (AGENT, "POST /cases/{number}/attachments", {"name": "a.txt", "size": 3}, 201),
    (AGENT, "GET /cases/{number}/attachments", None, 200),
    (AGENT, "GET /cases/{number}/attachments/{attachment}", None, 404),
    (AGENT, "GET /cases/{number}/mails", None, 200),
    (AGENT, "GET /cases/{number}/mails/{mail}", None, 404),
    (AGENT, "POST /cases/{number}/watchers/me", {}, 200),
    (AGENT, "DELETE /cases/{number}/watchers/me", None, 200),
    (AGENT, "POST /cases/{number}/tasks", {"subject": "Call Sue", "queue": "Desk"}, 201),
    (AGENT, "PATCH /cases/{number}/tasks/{task}", {"subject": "Call"}, 428),
    (AGENT, "POST /cases/{number}/tasks/{task}/reopen", {}, 404),
    (AGENT, "GET /cases/{number}/tasks", None, 200),
    (AGENT, "POST /cases/{number}/tasks/{task}/done", {}, 404),
    (AGENT, "GET /me/tasks", None, 200),
    (AGENT, "GET /mail-states/{address}", None, 404),
    (AGENT, "DELETE /mail-states/{address}", None, 404),
    (AGENT, "GET /effects/parked", None, 200),
    (AGENT, "POST /effects/{effect}/redrive", {}, 403),
    (LEAD, "POST /effects/{effect}/redrive", {}, 404),
    (AGENT, "GET /cases/{number}/comments", None, 200),
    (AGENT, "POST /cases/{number}/milestones/{milestone}/complete", {}, 200),
    (AGENT, "POST /cases/{number}/milestones/{milestone}/reopen", {"reason": "not yet"}, 403),
    (LEAD, "POST /cases/{number}/milestones/{milestone}/reopen", {"reason": "not yet"}, 200),
    (LEAD, "POST /cases/{number}/milestones/{milestone}/waive", {"reason": "agreed"}, 200),
    (AGENT, "POST /cases/{number}/stop", {"reason": "Planned work"}, 200),
    (AGENT, "POST /cases/{number}/resume", {}, 200),
    (AGENT, "POST /cases/{number}/match", {}, 422),
    (AGENT, "POST /cases/{number}/recompute", {}, 403),
    (LEAD, "POST /cases/{number}/recompute", {"reason": "new hours"}, 200),
    (AGENT, "POST /jobs", REFRESH, 403),
    (LEAD, "POST /jobs/preview", REFRESH, 200),
    (LEAD, "POST /jobs", REFRESH, 201),
    (AGENT, "GET /jobs", None, 200),
    (AGENT, "GET /jobs/{job}", None, 200),
    (AGENT, "POST /jobs/{job}/cancel", {}, 403),
    (LEAD, "POST /jobs/{job}/cancel", {}, 200),
    (AGENT, "POST /cases/{number}/close", {}, 200),
    (AGENT, "POST /entitlements/match", {"email": "sue@smoke-ltd.example"}, 200),
    (AGENT, "POST /simulate", SIMULATION | {"process": DRAFT}, 200),
    (AGENT, "GET /checklist", None, 403),
    (LEAD, "POST /mail-templates/preview", {"template": {"subject": "s", "text": "t"}}, 200),
    (LEAD, "GET /checklist", None, 200),
    (LEAD, "POST /processes/{name}/versions/{version}/simulate", SIMULATION, 200),
)


def test_every_operation_of_the_table_is_in_the_story() -> None:
    told = {operation for _, operation, _, _ in STORY}
    told |= {"PATCH /cases/{number}", "POST /cases/{number}/reopen"}
    told.add("GET /cases/{number}/timeline")
    told |= {key.replace("/cases", "/work-orders", 1) for key in told}
    told |= {"GET /audit", *(key for key in OPERATIONS if OPERATIONS[key] in DIRECTORY)}
    told |= {key for key in OPERATIONS if OPERATIONS[key] in CONFIGURATION}
    told |= {key for key in OPERATIONS if OPERATIONS[key] in PORTAL}
    assert told == set(OPERATIONS)


def test_a_day_at_the_desk_meets_no_error_of_ours() -> None:
    town = Town()
    for who, operation, body, status in STORY:
        town.clock.tick(2)
        found = call(town, who, operation, body)
        assert found[0] == status, (operation, found[1])
    event = api_event("GET", "/cases", query={"account": "smoke-ltd"}, **AGENT)
    listed = json.loads(answer(event, CalmContext(), town.world)["body"])
    number = listed["items"][0]["number"]
    for method, path, body in (
        ("POST", f"/cases/{number}/reopen", {}),
        ("GET", f"/cases/{number}/timeline", None),
    ):
        response = answer(api_event(method, path, body, **AGENT), CalmContext(), town.world)
        assert response["statusCode"] == 200


@pytest.mark.parametrize("spelling", ["{}", "  {}  ", "{0}-{1}-{2}"])
def test_E8_a_number_is_understood_as_people_write_it(spelling: str) -> None:
    town = Town()
    number = town.post().number
    written = (
        f"{number[:4]}-{number[4:8]}-{number[8:]}".lower()
        if "{0}" in spelling
        else spelling.format(number).strip()
    )
    response = answer(api_event("GET", f"/cases/{written}"), CalmContext(), town.world)
    assert response["statusCode"] == 200
