"""Tasks and what was given up: lists that stand in the index of work, beside the records."""

from typing import Any

import pytest

from shared.domain.effect import Effect
from shared.domain.history import LogEntry
from shared.domain.task import Task
from shared.errors import Absent, Conflict
from tests.support.records import NINE, NUMBER, alteration, creation
from tests.support.stores import Stores


def a_task(identifier: str = "0.1.0.0", **given: Any) -> Task:
    return Task(
        **{
            "number": NUMBER,
            "id": identifier,
            "subject": "Call Ann",
            "owner": "bob",
            "milestone": "Reply",
            "occurrence": 1,
            "action": "warn",
            "made_at": NINE,
            **given,
        }
    )


def an_outcome(effect: str = f"{NUMBER}.0.1.1.0", **given: Any) -> LogEntry:
    return LogEntry(
        **{
            "number": NUMBER,
            "effect": effect,
            "kind": "webhook",
            "due_at": NINE,
            "fired_at": NINE + 5,
            "lateness_seconds": 5,
            "result": "parked",
            "attempts": 8,
            "detail": "x" * 900,
            "parked": Effect(id=effect, kind="webhook", target="Pager", due_at=NINE, made_at=NINE),
            **given,
        }
    )


def test_tasks_come_with_the_commit_and_are_listed_by_due_instant(stores: Stores) -> None:
    late, soon = a_task("0.1.0.1", due_at=NINE + 90), a_task("0.1.0.2", due_at=NINE + 30)
    timeless, queued = a_task("0.1.0.3"), a_task("0.1.0.4", owner=None, queue="Tier 1")
    stores.records.commit(creation(tasks=(late, soon, timeless, queued)))

    assert stores.records.tasks(NUMBER).items == (late, soon, timeless, queued)
    first = stores.records.open_tasks("user:bob", None, 2)
    assert first.items == (soon, late)
    assert stores.records.open_tasks("user:bob", first.cursor, 2).items == (timeless,)
    assert stores.records.open_tasks("queue:Tier 1").items == (queued,)
    assert [card.number for card in stores.records.work("queue:Tier 1").items] == [NUMBER]


def test_a_task_that_is_done_leaves_the_list_and_stays_with_its_record(stores: Stores) -> None:
    task = a_task(due_at=NINE)
    made = creation(tasks=(task,))
    stores.records.commit(made)
    done = task.model_copy(update={"done_at": NINE + 60, "done_by": "bob"})

    stores.records.commit(alteration(made.file, tasks=(done,)))

    assert stores.records.open_tasks("user:bob").items == ()
    assert stores.records.task(NUMBER, task.id) == done
    with pytest.raises(Conflict):
        stores.records.commit(alteration(made.file, tasks=(task,)))
    assert stores.records.task(NUMBER, task.id) == done


def test_a_task_that_nobody_made_is_absent(stores: Stores) -> None:
    with pytest.raises(Absent):
        stores.records.task(NUMBER, "0.1.0.0")


def test_what_was_given_up_is_listed_until_its_outcome_is_overwritten(stores: Stores) -> None:
    older = an_outcome(f"{NUMBER}.0.1.0.0", fired_at=NINE)
    newer = an_outcome()
    sent = an_outcome(f"{NUMBER}.0.1.2.0", result="sent", parked=None)
    stores.records.log((newer, sent, older))

    listed = stores.records.parked(None, 1)
    assert [one.effect for one in listed.items] == [older.effect]
    assert [one.effect for one in stores.records.parked(listed.cursor, 1).items] == [newer.effect]
    assert listed.items[0].detail == "x" * 300
    assert listed.items[0].parked is None
    assert newer in stores.records.action_log(NUMBER).items

    stores.records.log((older.model_copy(update={"result": "redriven", "parked": None}),))
    assert [one.effect for one in stores.records.parked().items] == [newer.effect]
