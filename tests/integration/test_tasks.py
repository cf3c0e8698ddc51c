"""Tasks that people make, on cases and on work orders: given, changed, done, reopened, told (A1, S4)."""

from typing import Any

import pytest

from tests.support.directory_api import asked
from tests.support.town import Town

ALEX: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
SAM: dict[str, Any] = {"name": "sam", "groups": "[agents]"}
READER: dict[str, Any] = {"name": "rita", "groups": "[readers]"}
CALL = {"subject": "Call Ann", "due_at": "2026-03-02T15:00:00Z"}


ANY = {"if-match": "*"}
"""Whatever the task has become meanwhile."""


@pytest.fixture
def town() -> Town:
    return Town("acme")


@pytest.fixture(params=["cases", "work-orders"])
def path(town: Town, request: pytest.FixtureRequest) -> str:
    """The address of the tasks of a record of either type."""
    status, told, _ = asked(town, "POST", f"/{request.param}", {"subject": "Pump"}, who=ALEX)
    assert status == 201
    return f"/{request.param}/{told['number']}/tasks"


def mine(town: Town, who: Any = ALEX, **query: str) -> list[Any]:
    return list(asked(town, "GET", "/me/tasks", who=who, query=query)[1]["items"])


def story(town: Town, path: str) -> list[str]:
    lines = asked(town, "GET", path.replace("/tasks", "/timeline"), who=ALEX)[1]["items"]
    return [line["text"] for line in lines if line["kind"] == "task"]


def test_A1_a_person_gives_a_task_to_somebody(town: Town, path: str) -> None:
    status, told, headers = asked(town, "POST", path, {**CALL, "owner": "sam"}, who=ALEX)
    assert status == 201
    assert (told["owner"], told["queue"], told["made_by"]) == ("sam", None, "alex")
    assert (told["subject"], told["due_at"], told["done_at"]) == ("Call Ann", CALL["due_at"], None)
    assert (told["milestone"], told["action"]) == (None, None)
    assert headers["etag"] == '"1"'
    assert asked(town, "GET", path, who=ALEX)[1]["items"] == [told]
    assert mine(town, SAM) == [told]
    assert mine(town) == []


def test_A1_a_task_that_names_nobody_is_yours(town: Town, path: str) -> None:
    assert asked(town, "POST", path, CALL, who=ALEX)[1]["owner"] == "alex"
    assert [one["subject"] for one in mine(town)] == ["Call Ann"]


def test_A1_a_task_of_a_queue_stands_in_its_list(town: Town, path: str) -> None:
    asked(town, "POST", path, {**CALL, "queue": "Tier 1"}, who=ALEX)
    assert [one["queue"] for one in mine(town, queue="Tier 1")] == ["Tier 1"]


def test_a_repeated_request_makes_one_task(town: Town, path: str) -> None:
    key = {"idempotency-key": "k-1"}
    first = asked(town, "POST", path, CALL, who=ALEX, headers=key)[1]
    asked(town, "POST", path, {"subject": "Another"}, who=ALEX)
    again = asked(town, "POST", path, CALL, who=ALEX, headers=key)
    assert (again[0], again[1]) == (201, first)
    other = asked(town, "POST", path, {"subject": "Other"}, who=ALEX, headers=key)
    assert other[0] == 409
    assert len(mine(town)) == 2


def test_a_key_that_was_forgotten_makes_another_task(town: Town, path: str) -> None:
    key = {"idempotency-key": "k-1"}
    first = asked(town, "POST", path, CALL, who=ALEX, headers=key)[1]
    town.clock.tick(2 * 86_400)
    again = asked(town, "POST", path, CALL, who=ALEX, headers=key)[1]
    assert again["id"] != first["id"]
    assert len(mine(town)) == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/subject"),
        ({"subject": " "}, "/subject"),
        ({"subject": "x" * 201}, "/subject"),
        ({"subject": "a\nb"}, "/subject"),
        ({"subject": "x", "owner": "nobody"}, "/owner"),
        ({"subject": "x", "queue": "Nowhere"}, "/queue"),
        ({"subject": "x", "owner": "sam", "queue": "Tier 1"}, "/queue"),
        ({"subject": "x", "due_at": "tomorrow"}, "/due_at"),
        ({"subject": "x", "milestone": "Reply"}, "/milestone"),
    ],
)
def test_A1_a_task_that_cannot_be_says_why(
    town: Town, path: str, body: dict[str, Any], pointer: str
) -> None:
    status, told, _ = asked(town, "POST", path, body, who=ALEX)
    assert (status, [fault["pointer"] for fault in told["errors"]]) == (422, [pointer])
    assert asked(town, "GET", path, who=ALEX)[1]["items"] == []


def test_O2_somebody_who_is_no_user_needs_a_name_for_the_task(town: Town, path: str) -> None:
    stranger = {"name": "stranger", "groups": "[agents]"}
    status, told, _ = asked(town, "POST", path, CALL, who=stranger)
    assert (status, told["errors"][0]["pointer"]) == (422, "/owner")


def test_A1_a_task_changes_hands_and_time(town: Town, path: str) -> None:
    made = asked(town, "POST", path, CALL, who=ALEX)[1]
    one = f"{path}/{made['id']}"
    moved = asked(town, "PATCH", one, {"queue": "Tier 2", "due_at": None}, who=SAM, headers=ANY)[1]
    assert (moved["owner"], moved["queue"], moved["due_at"]) == (None, "Tier 2", None)
    assert (moved["subject"], moved["edition"]) == ("Call Ann", 2)
    assert mine(town) == []
    assert mine(town, queue="Tier 2") == [moved]
    assert asked(town, "PATCH", one, {"queue": "Tier 2"}, who=SAM, headers=ANY)[1] == moved
    assert asked(town, "PATCH", one, {"owner": "nobody"}, who=SAM, headers=ANY)[0] == 422
    assert asked(town, "PATCH", one, {"subject": None}, who=SAM, headers=ANY)[0] == 422


def test_a_change_of_what_somebody_else_changed_is_refused(town: Town, path: str) -> None:
    made, etag = asked(town, "POST", path, CALL, who=ALEX)[1:]
    one, seen = f"{path}/{made['id']}", {"if-match": etag["etag"]}
    assert asked(town, "PATCH", one, {"subject": "Write"}, who=SAM, headers=seen)[0] == 200
    assert asked(town, "PATCH", one, {"subject": "Visit"}, who=SAM, headers=seen)[0] == 412
    assert asked(town, "PATCH", one, {"subject": "Visit"}, who=SAM, headers=ANY)[1]["edition"] == 3
    assert asked(town, "PATCH", one, {"subject": "Call"}, who=SAM)[0] == 428


def test_A1_a_task_is_done_reopened_and_done_again(town: Town, path: str) -> None:
    made = asked(town, "POST", path, CALL, who=ALEX)[1]
    one = f"{path}/{made['id']}"
    done = asked(town, "POST", f"{one}/done", {}, who=SAM)[1]
    assert (done["done_by"], mine(town)) == ("sam", [])
    assert asked(town, "POST", f"{one}/done", {}, who=ALEX)[1] == done
    again = asked(town, "POST", f"{one}/reopen", {}, who=ALEX)[1]
    assert (again["done_at"], again["done_by"], mine(town)) == (None, None, [again])
    assert asked(town, "POST", f"{one}/reopen", {}, who=ALEX)[1] == again
    assert asked(town, "POST", f"{one}/done", {}, who=ALEX)[1]["done_by"] == "alex"
    assert story(town, path) == [
        "task for alex: Call Ann",
        "task done: Call Ann",
        "task reopened: Call Ann",
        "task done: Call Ann",
    ]


def test_S4_the_history_of_the_record_tells_what_a_task_was_and_became(
    town: Town, path: str
) -> None:
    made = asked(town, "POST", path, CALL, who=ALEX)[1]
    asked(town, "PATCH", f"{path}/{made['id']}", {"owner": "sam"}, who=ALEX, headers=ANY)
    asked(town, "POST", f"{path}/{made['id']}/done", {}, who=SAM)
    entries = town.store.records.history(made["number"]).items[-3:]
    assert [(one.verb, one.who) for one in entries] == [
        ("add_task", "alex"),
        ("change_task", "alex"),
        ("finish_task", "sam"),
    ]
    name = f"tasks.{made['id']}"
    due = "due 2026-03-02T15:00:00Z"
    assert (entries[0].before, entries[0].after[name]) == ({}, f"Call Ann · alex · {due}")
    assert entries[1].before[name] == f"Call Ann · alex · {due}"
    assert entries[1].after[name] == f"Call Ann · sam · {due}"
    assert str(entries[2].after[name]).startswith(f"Call Ann · sam · {due} · done ")


def test_S1_readers_see_tasks_and_give_none(town: Town, path: str) -> None:
    made = asked(town, "POST", path, CALL, who=ALEX)[1]
    assert asked(town, "GET", path, who=READER)[0] == 200
    assert asked(town, "POST", path, CALL, who=READER)[0] == 403
    for method, end in (("PATCH", ""), ("POST", "/done"), ("POST", "/reopen")):
        assert asked(town, method, f"{path}/{made['id']}{end}", {}, who=READER)[0] == 403


def test_a_task_that_nobody_made_is_not_there(town: Town, path: str) -> None:
    for method, end in (("PATCH", ""), ("POST", "/done"), ("POST", "/reopen")):
        assert asked(town, method, f"{path}/t9{end}", {}, who=ALEX, headers=ANY)[0] == 404
    other = "/work-orders" if path.startswith("/cases") else "/cases"
    elsewhere = path.replace(path[: path.index("/", 1)], other, 1)
    assert asked(town, "POST", elsewhere, CALL, who=ALEX)[0] == 404


def test_E7_a_user_and_a_queue_with_open_tasks_stay(town: Town, path: str) -> None:
    asked(town, "PUT", "/users/zoe", {"email": "zoe@acme.example"}, headers={"if-none-match": "*"})
    made = asked(town, "POST", path, {**CALL, "owner": "zoe"}, who=ALEX)[1]
    status, told, _ = asked(town, "DELETE", "/users/zoe")
    assert (status, told["errors"][0]["code"]) == (422, "referred")
    assert made["number"] in told["errors"][0]["detail"]
    asked(town, "POST", f"{path}/{made['id']}/done", {}, who=ALEX)
    assert asked(town, "DELETE", "/users/zoe")[0] == 204


def test_the_tasks_of_a_record_come_in_pages(town: Town, path: str) -> None:
    for name in "abc":
        asked(town, "POST", path, {"subject": name}, who=ALEX)
    first = asked(town, "GET", path, who=ALEX, query={"limit": "2"})[1]
    second = asked(town, "GET", path, who=ALEX, query={"limit": "2", "cursor": first["next"]})[1]
    found = [one["subject"] for one in (*first["items"], *second["items"])]
    assert (found, second["next"]) == (["a", "b", "c"], None)
