"""Every kind of action through the doors: real events in, and what people and machines see of it."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from functions.milestone_actions.answer import answer_wakes
from shared.domain.scenario import run_scenario
from shared.domain.wake import Wake, write_wake
from shared.wiring import entries_of_stream
from shared.workflows.export_scenario import export_scenario
from shared.workflows.publish_history import publish_history
from tests.support.door_events import CalmContext, api_event, sqs_event, stream_event
from tests.support.fakes.memory_calls import a_report
from tests.support.town import ACTIONS, MINUTE, Town


@pytest.fixture
def town() -> Town:
    return Town(ACTIONS)


def api(
    town: Town, method: str, path: str, body: Any = None, status: int = 200, **more: Any
) -> Any:
    given: dict[str, Any] = {"name": "alex", **more}
    event = api_event(method, path, body, **given)
    response = answer(event, CalmContext(), town.world)
    assert response["statusCode"] == status, response["body"]
    return json.loads(response["body"])


def wake(town: Town, number: str, **more: Any) -> None:
    message = write_wake(Wake(**{"number": number, "source": "schedule", **more}))
    answered = answer_wakes(sqs_event(message), town.world, lambda: 20_000)
    assert answered == {"batchItemFailures": []}


def past_its_target(town: Town) -> str:
    number = town.post("sue@acme.example").number
    for minutes in (5, 5):
        town.clock.tick(minutes * MINUTE)
        wake(town, number)
    return number


def test_A1_a_webhook_is_settled_by_the_report_that_its_door_sends_back(town: Town) -> None:
    number = past_its_target(town)
    chat, hook = town.calls.receive()
    for call in (chat, hook):
        wake(town, number, source="call", report=a_report(call, town.clock.now()))
    assert town.store.records.load(number).effects == ()
    lines = api(town, "GET", f"/cases/{number}/timeline")["items"]
    assert [line["text"] for line in lines if line["kind"] == "call"] == [
        "chat 'warn' sent to Room (HTTP 200)",
        "webhook 'breach' sent to Pager (HTTP 200)",
    ]


def test_A1_an_event_of_an_action_reaches_the_bus_as_it_was_committed(town: Town) -> None:
    number = past_its_target(town)
    images = [
        record["dynamodb"]["NewImage"]
        for record in town.store.dynamo.stream
        if record["dynamodb"]["Keys"]["sk"]["S"].startswith("EVENT#")
    ]
    entries = [entry for _, entry in entries_of_stream(stream_event(images))]
    for _ in range(2):
        assert publish_history(town.world, entries) == ()
    first, again = town.bus.raised
    assert first == again
    name, detail = first
    assert name == "reply-breached"
    assert detail["id"] == f"{number}.0.1.1.1"
    assert (detail["number"], detail["revision"]) == (number, entries[-1].revision)
    assert detail["fields"] == {"team": "First line", "urgent": True}
    assert (detail["milestone"], detail["action"]) == ("Reply", "breach")


def test_A1_a_task_is_made_with_the_change_and_done_once(town: Town) -> None:
    number = town.post("sue@acme.example").number
    town.clock.tick(5 * MINUTE)
    wake(town, number)
    (task,) = api(town, "GET", f"/cases/{number}/tasks")["items"]
    assert task["subject"] == f"Call Sue Acme about {number}"
    assert (task["owner"], task["queue"], task["id"]) == (None, "Desk", "0.1.0.1")
    assert (task["made_at"], task["due_at"]) == ("2026-03-02T09:05:00Z", "2026-03-02T09:10:00Z")
    of_queue = api(town, "GET", "/me/tasks", query={"queue": "Desk"})
    assert of_queue == {"items": [task], "next": None}
    assert api(town, "GET", "/me/tasks")["items"] == []
    done = api(town, "POST", f"/cases/{number}/tasks/0.1.0.1/done", {})
    assert (done["done_by"], done["done_at"]) == ("alex", "2026-03-02T09:05:00Z")
    town.clock.tick(60)
    again = api(town, "POST", f"/cases/{number}/tasks/0.1.0.1/done", {}, name="bob")
    assert again == done
    assert api(town, "GET", "/me/tasks", query={"queue": "Desk"})["items"] == []
    api(town, "POST", f"/cases/{number}/tasks/9.9.9.9/done", {}, status=404)


def test_A1_a_task_for_the_owner_stands_among_the_owners_tasks(town: Town) -> None:
    number = town.post("sue@acme.example").number
    api(town, "POST", f"/cases/{number}/accept", {})
    town.clock.tick(5 * MINUTE)
    wake(town, number)
    (task,) = api(town, "GET", "/me/tasks")["items"]
    assert (task["number"], task["owner"]) == (number, "alex")


def test_A1_watchers_and_the_former_holders_manager_hear_of_an_escalation(town: Town) -> None:
    number = town.post("sue@acme.example").number
    told = api(town, "POST", f"/cases/{number}/watchers/me", {}, name="bob")
    assert told["watchers"] == ["bob"]
    assert "unwatch" in told["actions"]
    again = api(town, "POST", f"/cases/{number}/watchers/me", {}, name="bob")
    assert again["revision"] == told["revision"]
    town.clock.tick(10 * MINUTE)
    wake(town, number)
    (posted,) = town.postman.posted
    assert set(posted.mail.to) == {"maria@actions.example", "bob@actions.example"}
    api(town, "DELETE", f"/cases/{number}/watchers/me", name="bob")
    assert town.store.records.load(number).watchers == ()


def test_a_stranger_cannot_watch(town: Town) -> None:
    number = town.post("sue@acme.example").number
    refused = api(town, "POST", f"/cases/{number}/watchers/me", {}, status=422, name="mallory")
    assert "not in the list of users" in refused["detail"]


def test_A3_a_parked_call_is_listed_and_redriven_with_its_id(town: Town) -> None:
    number = past_its_target(town)
    for call in town.calls.receive():
        refused = a_report(call, town.clock.now(), "refused", status=410)
        wake(town, number, source="call", report=refused)
    parked = api(town, "GET", "/effects/parked")["items"]
    assert [(one["effect"], one["to"], one["detail"]) for one in parked] == [
        (f"{number}.0.1.0.0", ["Room"], "HTTP 410: answered 410"),
        (f"{number}.0.1.1.0", ["Pager"], "HTTP 410: answered 410"),
    ]
    hook = parked[1]["effect"]
    api(town, "POST", f"/effects/{hook}/redrive", {}, status=403)
    done = api(town, "POST", f"/effects/{hook}/redrive", {}, name="maria", groups="[managers]")
    assert done["result"] == "redriven"
    assert done["detail"].startswith("HTTP 410: answered 410; redriven by maria (api) at 2026-")
    left = [one["effect"] for one in api(town, "GET", "/effects/parked")["items"]]
    assert left == [f"{number}.0.1.0.0"]
    town.deliver()
    (again,) = town.calls.receive()
    assert (again.effect, again.attempt) == (hook, 2)
    wake(town, number, source="call", report=a_report(again, town.clock.now()))
    assert town.store.records.load(number).effects == ()
    api(
        town,
        "POST",
        f"/effects/{hook}/redrive",
        {},
        status=422,
        name="maria",
        groups="[managers]",
    )


def test_M10_a_long_pause_is_mailed_to_the_owner_and_shown_in_the_list(town: Town) -> None:
    number = town.post("sue@acme.example").number
    api(town, "POST", f"/cases/{number}/accept", {})
    api(town, "POST", f"/cases/{number}/stop", {"reason": "Planned work"})
    town.pass_minutes(29, step=20)
    assert api(town, "GET", "/cases")["items"][0]["warnings"] == []
    town.pass_minutes(3, step=20)
    (posted,) = town.postman.posted
    assert posted.mail.to == ("alex@actions.example",)
    assert posted.mail.text == (
        f"{number} has stood still since Mon 02 Mar 2026, 09:00:00 (UTC) (Planned work)."
    )
    assert api(town, "GET", "/cases")["items"][0]["warnings"] == ["pause_overdue"]
    assert api(town, "GET", f"/cases/{number}")["clock"]["pause_overdue"] is True
    lines = [line["text"] for line in api(town, "GET", f"/cases/{number}/timeline")["items"]]
    assert "has been paused for too long (longer than 30m)" in lines
    scenario = export_scenario(town.world, number)
    assert scenario["max_pause"] == "30m"
    assert run_scenario(scenario)["milestones"][0]["outcome"] == "open"
    api(town, "POST", f"/cases/{number}/resume", {})
    assert api(town, "GET", "/cases")["items"][0]["warnings"] == []
