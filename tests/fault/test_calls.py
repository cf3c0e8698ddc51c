"""Calls to the world outside: handed over once, settled by reports that come late, twice or never."""

import json
from typing import Any

import pytest

from shared.domain.call import Call
from shared.domain.claims import CALL_CLAIM_SECONDS, MAX_TRIES
from shared.domain.history import LogEntry
from shared.workflows.fire_due import fire_due
from tests.support.fakes.memory_calls import a_report
from tests.support.faults import Plan, When, crashing, watched
from tests.support.town import ACTIONS, MINUTE, Town

BREACH = 10 * MINUTE
PAGER = "0.1.1.0"
ROOM = "0.1.0.0"
WRITING = ("records", "alarm", "wakes", "postman", "calls")


def a_breach() -> tuple[Town, str]:
    """A town whose record has just passed its target, with the webhook on its way."""
    town = Town(ACTIONS)
    number = town.post("sue@acme.example").number
    town.pass_minutes(5)
    town.answer_calls()
    town.pass_minutes(5)
    return town, number


def pager(town: Town) -> list[Call]:
    return [call for call in town.calls.handed if call.effect.endswith(PAGER)]


def log_of(town: Town, number: str, effect: str = PAGER) -> list[tuple[str, int]]:
    entries = town.store.records.action_log(number).items
    return [(e.result, e.attempts) for e in entries if e.effect == f"{number}.{effect}"]


def owed(town: Town, number: str) -> list[str]:
    return [effect.id.split(".", 1)[1] for effect in town.store.records.load(number).effects]


def test_A4_a_call_is_handed_over_after_the_commit_and_done_by_its_report() -> None:
    town, number = a_breach()
    assert log_of(town, number, ROOM) == [("sent", 1)]
    assert [call.attempt for call in pager(town)] == [1]
    assert owed(town, number) == [PAGER]
    assert log_of(town, number) == []
    town.answer_calls()
    town.deliver()
    assert owed(town, number) == []
    assert log_of(town, number) == [("sent", 1)]


def test_a_webhook_says_what_happened_when_and_a_chat_says_it_in_words() -> None:
    town, number = a_breach()
    room, hook = town.calls.handed
    assert (hook.kind, hook.target, hook.secret) == ("webhook", "Pager", "pager")
    body: dict[str, Any] = json.loads(hook.body)
    assert (body["schema"], body["id"], body["event"]) == (1, hook.effect, "milestone.violation")
    assert body["case"]["number"] == number
    assert body["case"]["queue"] == "Second line"
    assert body["milestone"]["violated_at"] == body["due_at"] == body["at"]
    assert body["fields"] == {"priority": "High", "account.tier": "Gold"}
    assert json.loads(room.body) == {
        "text": f"*Reply* of {number} (Is it burning?) is due at Mon 02 Mar 2026, 09:10:00 (UTC)"
    }


def test_A3_a_failed_call_is_tried_again_with_the_same_id_and_parked_at_the_end() -> None:
    town, number = a_breach()
    waits: list[int] = []
    for tried in range(1, MAX_TRIES + 1):
        waits.append(0)
        while len(pager(town)) < tried:
            town.pass_minutes(1, step=30)
            waits[-1] += 1
        town.answer_calls("failed", status=503)
        town.deliver()
    assert waits == sorted(waits)
    assert waits[-1] in range(30, 65)
    assert len({call.effect for call in pager(town)}) == 1
    assert len(pager(town)) == MAX_TRIES
    assert owed(town, number) == []
    outcomes = log_of(town, number)
    assert outcomes == [*(("failed", n) for n in range(1, MAX_TRIES)), ("parked", MAX_TRIES)]


def test_A3_a_refused_call_is_parked_at_once() -> None:
    town, number = a_breach()
    town.answer_calls("refused", status=None)
    town.deliver()
    assert owed(town, number) == []
    assert log_of(town, number) == [("parked", 1)]


def test_a_lost_report_lets_the_call_go_again_with_the_same_id_after_the_claim() -> None:
    town, number = a_breach()
    town.calls.receive()
    town.pass_minutes(CALL_CLAIM_SECONDS // MINUTE - 1, step=20)
    assert len(pager(town)) == 1
    town.pass_minutes(4, step=20)
    assert [call.attempt for call in pager(town)] == [1, 2]
    assert len({call.effect for call in pager(town)}) == 1
    town.answer_calls()
    town.deliver()
    assert owed(town, number) == []


def test_reports_that_are_always_lost_park_the_call_in_the_end() -> None:
    town, number = a_breach()
    for _ in range(MAX_TRIES + 1):
        town.calls.receive()
        town.pass_minutes(CALL_CLAIM_SECONDS // MINUTE + 3, step=60)
    assert len(pager(town)) == MAX_TRIES
    assert log_of(town, number) == [("parked", MAX_TRIES + 1)]
    assert owed(town, number) == []


@pytest.mark.parametrize("result", ["sent", "failed", "refused"])
def test_a_report_that_comes_twice_does_nothing_the_second_time(result: Any) -> None:
    town, number = a_breach()
    (call,) = town.calls.receive()
    report = a_report(call, town.clock.now(), result)
    first = fire_due(town.world, number, "call", None, report)
    assert [outcome.effect for outcome in first.outcomes] == [call.effect]
    before = town.store.records.load(number)
    again = fire_due(town.world, number, "call", None, report)
    if result == "failed":
        assert before.effects == town.store.records.load(number).effects
    else:
        assert again.nothing
        assert town.store.records.load(number) == before
    assert len(log_of(town, number)) == 1


def test_a_late_failure_of_an_earlier_try_does_not_disturb_the_present_one() -> None:
    town, number = a_breach()
    (call,) = town.calls.receive()
    town.pass_minutes(CALL_CLAIM_SECONDS // MINUTE + 3, step=20)
    assert [one.attempt for one in pager(town)] == [1, 2]
    stale = a_report(call, town.clock.now(), "failed")
    assert fire_due(town.world, number, "call", None, stale).nothing
    late_news = a_report(call, town.clock.now(), "sent")
    assert not fire_due(town.world, number, "call", None, late_news).nothing
    assert owed(town, number) == []


def test_a_report_that_arrives_after_the_claim_lapsed_sends_nothing_again() -> None:
    town, number = a_breach()
    (call,) = town.calls.receive()
    town.clock.tick(CALL_CLAIM_SECONDS + 1)
    fire_due(town.world, number, "call", None, a_report(call, town.clock.now()))
    assert len(pager(town)) == 1
    assert owed(town, number) == []


@pytest.mark.parametrize("effect", ["000000000.0.1.1.0", "no effect"])
def test_a_report_about_what_nobody_owes_is_harmless(effect: str) -> None:
    town, number = a_breach()
    (call,) = town.calls.receive()
    strange = a_report(call, town.clock.now()).model_copy(update={"effect": effect})
    before = town.store.records.load(number)
    assert fire_due(town.world, number, "call", None, strange).nothing
    assert town.store.records.load(number) == before
    assert fire_due(town.world, "000000000", "call", None, strange).orphan


def test_a_call_queue_that_does_not_answer_puts_the_call_off() -> None:
    town = Town(ACTIONS)
    number = town.post("sue@acme.example").number
    town.calls.is_broken = True
    town.pass_minutes(6)
    assert log_of(town, number, ROOM)[0] == ("failed", 1)
    town.calls.is_broken = False
    town.pass_minutes(3)
    assert [call.effect for call in town.calls.handed] == [f"{number}.{ROOM}"]


def test_M14_a_chat_of_a_warning_after_its_target_is_suppressed_but_no_webhook_is() -> None:
    town = Town(ACTIONS)
    number = town.post("sue@acme.example").number
    town.clock.tick(BREACH + 60)
    town.sweep()
    town.deliver()
    assert log_of(town, number, ROOM) == [("suppressed", 1)]
    assert [call.kind for call in town.calls.handed] == ["webhook"]


def test_two_workers_over_one_call_hand_it_over_once() -> None:
    town = Town(ACTIONS)
    number = town.post("sue@acme.example").number
    town.clock.tick(5 * MINUTE)
    seen: list[int] = []
    hand_over = town.calls.call

    def call_while_another_looks(call: Call) -> None:
        if not seen:
            seen.append(1)
            town.wake(number, "redrive")
        hand_over(call)

    town.calls.call = call_while_another_looks  # type: ignore[method-assign]  # the other worker
    town.wake(number)
    assert seen
    assert [one.effect for one in town.calls.handed] == [f"{number}.{ROOM}"]


def _wake_of_breach(plan: Plan, town: Town, number: str) -> None:
    fire_due(watched(town.world, plan, WRITING), number, "schedule", town.clock.now())


def _wake_of_report(plan: Plan, town: Town, number: str) -> None:
    (call,) = town.calls.waiting
    report = a_report(call, town.clock.now())
    fire_due(watched(town.world, plan, WRITING), number, "call", None, report)


def _before_breach() -> tuple[Town, str]:
    town = Town(ACTIONS)
    number = town.post("sue@acme.example").number
    town.pass_minutes(5)
    town.answer_calls()
    town.deliver()
    town.clock.tick(5 * MINUTE)
    town.alarm.ring()
    return town, number


def _calls_of(act: Any, make: Any) -> list[str]:
    plan = Plan()
    act(plan, *make())
    return plan.calls


HANDING = _calls_of(_wake_of_breach, _before_breach)
TAKING = _calls_of(_wake_of_report, a_breach)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(HANDING) + 1), ids=lambda at: f"{at}-{HANDING[at - 1]}")
def test_a_hand_over_that_dies_anywhere_is_finished_later(at: int, when: When) -> None:
    town, number = _before_breach()
    with crashing():
        _wake_of_breach(Plan(at=at, when=when), town, number)
    for _ in range(20):
        town.pass_minutes(2, step=20)
        town.answer_calls()
    town.deliver()
    assert owed(town, number) == []
    assert ("sent", pager(town)[-1].attempt) in log_of(town, number)
    assert len(pager(town)) <= 2
    assert {call.effect for call in pager(town)} == {f"{number}.{PAGER}"}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(TAKING) + 1), ids=lambda at: f"{at}-{TAKING[at - 1]}")
def test_a_report_whose_taking_in_dies_anywhere_is_taken_when_it_comes_again(
    at: int, when: When
) -> None:
    town, number = a_breach()
    with crashing():
        _wake_of_report(Plan(at=at, when=when), town, number)
    town.answer_calls()
    town.deliver()
    assert owed(town, number) == []
    assert log_of(town, number) == [("sent", 1)]
    assert len(pager(town)) == 1


def test_the_call_path_costs_no_write_beyond_claim_log_and_mark() -> None:
    assert [call for call in HANDING if call.startswith(("records.c", "records.s"))] == [
        "records.commit",
        "records.save",
    ]
    assert TAKING == ["records.load", "records.log", "records.save"]


def test_a_parked_effect_is_kept_whole_in_its_log_entry() -> None:
    town, number = a_breach()
    town.answer_calls("refused", status=410)
    town.deliver()
    entries: list[LogEntry] = [
        entry for entry in town.store.records.action_log(number).items if entry.result == "parked"
    ]
    assert [(entry.detail, entry.to) for entry in entries] == [
        ("HTTP 410: answered 410", ("Pager",))
    ]
    assert entries[0].parked is not None
    assert entries[0].parked.target == "Pager"
