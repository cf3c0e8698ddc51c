"""What a fired action owes the world: mails, calls, tasks, events, each with all that names it."""

from dataclasses import replace
from typing import Any

import pytest

from shared.business_time import format_instant
from shared.domain.bus_event import BusEvent
from shared.domain.change import Change
from shared.domain.effect import Effect, Recipient
from shared.domain.engine.owing import MOST_TASKS
from shared.domain.sla_state import PauseLimit
from shared.domain.task import TaskDue
from tests.support.one_case import BREACH, HOUR, MINUTE, NINE, STOP, WARN, Case

ID = "3K7Q9WZDD"
TEN = NINE + HOUR
OWNER = Recipient(kind="owner")


def violated(*do: dict[str, Any], fields: Any = None, **item: Any) -> Case:
    """The record at the violation of its first milestone, which does all this."""
    case = Case({"actions": [{**BREACH, "do": list(do)}], **item}, fields=fields)
    case.wakes(60)
    return case


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, None),
        ({"within": "30m"}, TEN + 30 * MINUTE),
        ({"within": "8h", "hours": "clock"}, TEN + 8 * HOUR),
    ],
)
def test_A1_a_task_is_ordered_with_its_time(more: dict[str, Any], due: int | None) -> None:
    order = {"subject": "Call {{contact.name}}", "to": "owner", **more}
    case = violated({"update": {"x": "y"}}, {"task": order})
    assert case.last.tasks == (
        TaskDue(
            id="0.1.0.1",
            subject="Call {{contact.name}}",
            to=OWNER,
            milestone="Reply",
            occurrence=1,
            action="breach",
            made_at=TEN,
            due_at=due,
        ),
    )


def test_A1_the_time_of_a_task_counts_in_the_calendar_of_its_milestone() -> None:
    order = {"subject": "Call", "to": {"queue": "Second"}, "within": "7h30m"}
    case = violated({"task": order}, business_hours="Office")
    (task,) = case.last.tasks
    assert task.due_at == NINE + (7 * 24 + 0) * HOUR + 30 * MINUTE
    assert task.to == Recipient(kind="queue", name="Second")


def test_A1_more_tasks_than_a_change_can_hold_are_left_out_and_told() -> None:
    order = {"task": {"subject": "Call", "to": "owner"}}
    actions = [
        {**BREACH, "name": f"a{number}", "do": [order] * 20}
        for number in range(MOST_TASKS // 20 + 1)
    ]
    case = Case({"actions": actions})
    case.wakes(60)
    assert len(case.last.tasks) == MOST_TASKS
    left = [step for step in case.last.steps if step.what == "task_left_out"]
    assert [(step.milestone, step.because) for step in left] == [
        ("Reply", "more than 50 tasks at once")
    ] * 10


def test_A1_an_event_carries_its_values_and_those_of_formulas() -> None:
    fields = {"level": 2, "loud": {"formula": "UPPER(status)"}}
    case = violated({"event": {"name": "late", "fields": fields}})
    assert case.last.events == (
        BusEvent(
            id=f"{ID}.0.1.0.0",
            name="late",
            at=TEN,
            milestone="Reply",
            occurrence=1,
            action="breach",
            fields={"level": 2, "loud": "NEW"},
        ),
    )


def test_A1_calls_name_their_target_and_what_they_carry() -> None:
    case = violated(
        {"webhook": {"target": "erp", "fields": ["status"]}},
        {"chat": {"target": "room", "template": "told"}},
        {"chat": {"target": "room"}},
    )
    hook, told, bare = case.file.effects
    common: dict[str, Any] = {
        "milestone": "Reply",
        "occurrence": 1,
        "action": "breach",
        "on": "violation",
        "due_at": TEN,
        "made_at": TEN,
    }
    assert hook == Effect(
        id=f"{ID}.0.1.0.0", kind="webhook", target="erp", fields=("status",), **common
    )
    assert told == Effect(id=f"{ID}.0.1.0.1", kind="chat", target="room", template="told", **common)
    assert (bare.target, bare.template) == ("room", "")


def test_M14_words_of_a_warning_are_void_after_its_target_and_calls_never() -> None:
    do = [
        {"email": {"template": "told", "to": ["owner"]}},
        {"chat": {"target": "room"}},
        {"webhook": {"target": "erp"}},
    ]
    case = Case({"actions": [{**WARN, "do": do}]})
    case.wakes(40)
    assert [effect.void_after for effect in case.file.effects] == [TEN, TEN, None]


@pytest.mark.parametrize(
    ("fields", "manager"),
    [
        ({"owner": "bob"}, Recipient(kind="manager", name="user:bob")),
        ({"queue": "Desk"}, Recipient(kind="manager", name="queue:Desk")),
        ({}, Recipient(kind="manager")),
    ],
)
def test_A1_an_escalation_informs_the_manager_of_whom_it_takes_the_record_from(
    fields: dict[str, Any], manager: Recipient
) -> None:
    escalate = {"queue": "Second", "template": "told", "inform": ["manager", "account_owner"]}
    case = violated({"escalate": escalate}, fields=fields)
    (effect,) = case.file.effects
    assert effect.to == (manager, Recipient(kind="account_owner"))
    assert effect.template == "told"


def test_M10_a_pause_that_is_too_long_is_told_with_since_when_and_who_answers() -> None:
    case = Case({}, fields={"owner": "bob"})
    case.rules = replace(case.rules, max_pause=2 * HOUR, pause_template="long")
    case.at(30, STOP)
    since, due = NINE + 30 * MINUTE, NINE + 150 * MINUTE
    assert case.file.sla.pause_limit == PauseLimit(since=since, overdue_at=due)
    case.wakes(150)
    identifier = f"{ID}.pause_overdue.{since}"
    (event,) = case.last.events
    assert event == BusEvent(
        id=identifier,
        name="pause_overdue",
        at=due,
        fields={"since": format_instant(since), "owner": "bob"},
    )
    (effect,) = case.file.effects
    assert effect == Effect(
        id=identifier, template="long", to=(OWNER,), action="pause_overdue", due_at=due, made_at=due
    )
    (step,) = [step for step in case.last.steps if step.what == "pause_overdue"]
    assert step.because == "longer than 2h"
    assert case.file.sla.pause_limit == PauseLimit(since=since, overdue_at=due, told=True)
    assert case.at(200, Change()).events == ()
