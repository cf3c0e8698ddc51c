"""Bulk jobs over HTTP: a manager looks, starts, follows and cancels; nobody else starts one."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.workflows.jobs.run_job import run_job
from tests.support.door_events import CalmContext, api_event
from tests.support.revised_town import RevisedTown

RECOMPUTE = {"kind": "recompute", "parameters": {"calendar": "Desk"}}


class Desk(RevisedTown):
    """A revised town that a manager speaks to."""

    def ask(
        self, method: str, path: str, body: Any = None, *, groups: str = "[managers]", **more: Any
    ) -> tuple[int, Any]:
        event = api_event(method, path, body, name="maria", groups=groups, **more)
        self.answered = answer(event, CalmContext(), self.world)
        return self.answered["statusCode"], json.loads(self.answered["body"])


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.open(12)
    desk.revise()
    return desk


def test_C7_a_preview_shows_how_many_and_keeps_nothing(desk: Desk) -> None:
    status, told = desk.ask("POST", "/jobs/preview", RECOMPUTE)
    assert status == 200
    assert (told["items"], told["complete"], len(told["sample"])) == (12, True, 10)
    assert {move["what"] for move in told["sample"]} == {"Reply"}
    assert desk.ask("GET", "/jobs")[1] == {"items": [], "next": None}


def test_a_job_is_started_followed_and_found_in_the_list(desk: Desk) -> None:
    status, begun = desk.ask("POST", "/jobs", {**RECOMPUTE, "reason": "new hours"})
    assert (status, begun["status"], begun["asked_by"]) == (201, "planned", "maria")
    assert desk.answered["headers"]["location"] == f"/jobs/{begun['id']}"
    assert desk.runs.started == [begun["id"]]

    run_job(desk.world, begun["id"])

    _, ended = desk.ask("GET", f"/jobs/{begun['id'].lower()}", groups="[agents]")
    assert ended["status"] == "done"
    assert ended["counts"] == {"items": 12, "changed": 12, "unchanged": 0, "failed": 0}
    assert ended["failures"] == []
    (line,) = desk.ask("GET", "/jobs")[1]["items"]
    assert (line["id"], line["counts"]) == (ended["id"], ended["counts"])


def test_a_repeated_request_is_the_same_job_and_starts_it_again(desk: Desk) -> None:
    key = {"Idempotency-Key": "monday"}
    desk.runs.is_broken = True
    assert desk.ask("POST", "/jobs", RECOMPUTE, headers=key)[0] == 503
    desk.runs.is_broken = False
    first, second = (desk.ask("POST", "/jobs", RECOMPUTE, headers=key) for _ in range(2))
    assert first == second
    assert desk.runs.started == [first[1]["id"]] * 2
    other = {"kind": "refresh", "parameters": {"account": "acme"}}
    assert desk.ask("POST", "/jobs", other, headers=key)[0] == 409
    assert len(desk.ask("GET", "/jobs")[1]["items"]) == 1


def test_a_cancelled_job_says_so_and_what_has_ended_cannot_be_cancelled(desk: Desk) -> None:
    identifier = desk.ask("POST", "/jobs", RECOMPUTE)[1]["id"]
    status, told = desk.ask("POST", f"/jobs/{identifier}/cancel", {})
    assert (status, told["status"]) == (200, "cancelling")
    run_job(desk.world, identifier)
    assert desk.ask("POST", f"/jobs/{identifier}/cancel", {})[1]["status"] == "cancelled"
    done = desk.ask("POST", "/jobs", RECOMPUTE)[1]["id"]
    run_job(desk.world, done)
    status, problem = desk.ask("POST", f"/jobs/{done}/cancel", {})
    assert (status, problem["detail"]) == (422, "The job has ended already: it is done.")


@pytest.mark.parametrize("groups", ["[agents]", "[supervisors]", "[readers]"])
def test_S1_only_a_manager_starts_or_cancels_a_job(desk: Desk, groups: str) -> None:
    for path in ("/jobs", "/jobs/preview", "/jobs/X/cancel"):
        assert desk.ask("POST", path, RECOMPUTE, groups=groups)[0] == 403


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/kind"]),
        ({"kind": "everything"}, ["/kind"]),
        ({"kind": "recompute"}, ["/parameters/calendar"]),
        ({"kind": "recompute", "parameters": {"calendar": "24x7"}}, ["/parameters/calendar"]),
        ({"kind": "refresh", "parameters": {"account": "nobody"}}, ["/parameters/account"]),
        (
            {"kind": "refresh", "parameters": {"calendar": "Desk"}},
            ["/parameters/account", "/parameters/calendar"],
        ),
        ({**RECOMPUTE, "urgent": True}, ["/urgent"]),
        ({"kind": "recompute", "parameters": {"calendar": ""}}, ["/parameters/calendar"]),
        ({"kind": "recompute", "parameters": ["Desk"]}, ["/parameters"]),
    ],
)
def test_a_job_that_cannot_be_is_refused_with_every_fault(
    desk: Desk, body: Any, pointers: list[str]
) -> None:
    for path in ("/jobs", "/jobs/preview"):
        status, problem = desk.ask("POST", path, body)
        assert status == 422
        assert [error["pointer"] for error in problem["errors"]] == pointers
    assert desk.store.jobs.recent().items == ()


@pytest.mark.parametrize("job", ["NOBODY", "x" * 61, "%20"])
def test_a_job_that_does_not_exist_is_not_found(desk: Desk, job: str) -> None:
    assert desk.ask("GET", f"/jobs/{job}")[0] == 404
    assert desk.ask("POST", f"/jobs/{job}/cancel", {})[0] == 404
