"""Edges of the engine at which one wrong word would go unnoticed elsewhere."""

from typing import Any

import pytest

from shared.domain.change import Change, Stop
from shared.domain.engine import explain, facts, next_instant, next_instants, next_target
from shared.domain.value import Value
from shared.errors import IllegalMove
from tests.support.one_case import (
    BREACH,
    HOUR,
    MINUTE,
    NINE,
    RESUME,
    STOP,
    WARN,
    Case,
    equals,
    within,
)


@pytest.mark.parametrize(
    ("change", "pointer", "words", "code"),
    [
        (
            Change(complete="Reply", completed_at=NINE + HOUR),
            "/completed_at",
            "'Reply' cannot be completed in the future.",
            "instant",
        ),
        (Change(stop=Stop(until=NINE)), "/until", "A stop must end in the future.", "instant"),
        (Change(set={"status": "Closed"}), "/status", "'Reply' is still open", "required_to_close"),
        (
            Change(set={"visit_at": None}),
            "/fields/visit_at",
            "It cannot be cleared after entry.",
            "entry_field",
        ),
    ],
)
def test_M7_M10_M11_M2_what_is_refused_points_at_its_reason(
    change: Change, pointer: str, words: str, code: str
) -> None:
    case = Case({"required_to_close": True}, entry="visit_at", fields={"visit_at": NINE})
    with pytest.raises(IllegalMove) as refused:
        case.at(1, change)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.message, fault.code) == (pointer, words, code)


def test_M14_the_next_instants_are_distinct_and_in_order() -> None:
    case = Case({"actions": [WARN, BREACH]}, {"milestone": "Repair", "within": "2h"})
    wanted = [NINE + minutes * MINUTE for minutes in (40, 60, 120)]
    assert list(next_instants(case.file, case.rules, 9)) == wanted
    assert list(next_instants(case.file, case.rules, 2)) == wanted[:2]
    assert next_instant(case.file, case.rules) == wanted[0]


def test_M9_the_next_target_is_of_what_runs_and_is_promised() -> None:
    free = {"milestone": "Free", "within": "10m", "agreement": "none"}
    ola = {"milestone": "Ola", "within": "30m", "agreement": "ola"}
    case = Case({}, free, ola)
    assert next_target(case.file) == NINE + 30 * MINUTE
    assert [one.agreement for one in facts(case.file, case.rules, NINE)] == ["sla", "none", "ola"]
    case.at(1, STOP)
    assert next_target(case.file) is None


def test_M14_an_event_after_the_timers_of_its_second_gets_the_next_one() -> None:
    case = Case({"actions": [WARN]})
    case.wakes(40)
    assert case.sets(40, priority="Low").file.changed_at == NINE + 40 * MINUTE + 1
    assert case.sets(41, priority="High").file.changed_at == NINE + 41 * MINUTE


def test_M14_a_wake_that_comes_again_in_its_second_stays_in_it() -> None:
    case = Case({"actions": [WARN]})
    case.wakes(40)
    assert case.wakes(40).file.changed_at == NINE + 40 * MINUTE


def test_A2_what_would_go_on_with_a_stopped_cascade_is_skipped_and_says_so() -> None:
    def item(name: str, ball: str, other: str) -> dict[str, Any]:
        actions = [
            {"name": "back", "on": "success", "do": [{"update": {"ball": other}}]},
            {"name": "more", "on": "success", "do": [{"update": {"more": "yes"}}]},
            {"name": "raise", "on": "success", "do": [{"escalate": {}}]},
            {"name": "bare", "on": "success"},
        ]
        return {"milestone": name, "complete": equals("ball", ball), "actions": actions}

    types = {name: {"recurrence": "independent"} for name in ("Ping", "Pong")}
    case = Case(item("Ping", "a", "b"), item("Pong", "b", "a"), milestone_types=types)
    fired = case.sets(5, ball="a").fired
    skipped = [one for one in fired if one.result == "skipped"]
    assert {one.reason for one in skipped} == {"cascade stopped"}
    assert {one.action for one in skipped} <= {"back", "more", "raise"}
    assert [one.due_at for one in skipped] == [NINE + 5 * MINUTE] * len(skipped)
    assert any(one.action == "raise" for one in skipped)
    assert [one.result for one in fired if one.action == "bare"][-1] == "fired"
    assert case.wakes(6).fired == ()


def test_A2_a_dozen_late_warnings_are_no_cascade() -> None:
    warnings = [{**WARN, "name": f"w{number}"} for number in range(12)]
    answer = {"name": "write", "on": "violation", "after": "0m", "do": [{"update": {"x": "y"}}]}
    case = Case({"when": equals("priority", "High"), "actions": [*warnings, answer]})
    case.sets(70, priority="High")
    assert case.file.fields["x"] == "y"
    assert "cascade_stopped" not in {step.what for step in case.last.steps}


def test_M17_the_calendar_is_named_with_its_revision() -> None:
    case = Case({"business_hours": "Office"})
    told = explain(case.file, case.rules, "Reply", 1, NINE)
    assert told is not None
    assert (told.calendar, told.calendar_version, told.cut) == ("Office", 3, False)


@pytest.mark.parametrize("place", ["when", "complete", "pause", "exit"])
def test_K5_criteria_of_time_are_judged_at_the_instant_of_the_change(place: str) -> None:
    condition = within(30)
    own: dict[str, Any] = {} if place in ("exit", "pause") else {place: condition}
    process = {place: condition} if place in ("exit", "pause") else {}
    case = Case(own, **process)
    before = case.told(), case.file.sla.paused_at, case.file.sla.exited
    wanted = {
        "when": ([("Reply", 1, "open")], None, None),
        "complete": ([("Reply", 1, "completed")], None, None),
        "pause": ([("Reply", 1, "open")], NINE, None),
        "exit": ([], None, NINE),
    }
    assert before == wanted[place]
    case.sets(31, x="y")
    after = {
        "when": [("Reply", 1, "cancelled")],
        "complete": [("Reply", 1, "completed")],
        "pause": [("Reply", 1, "open")],
        "exit": [("Reply", 1, "open")],
    }
    assert case.told() == after[place]
    assert case.file.sla.paused_at is None
    assert case.file.sla.exited is None


def test_K5_a_timer_that_fires_judges_criteria_of_time_and_none_other_does() -> None:
    case = Case({"milestone": "Early", "when": within(30)}, {"actions": [WARN]})
    case.wakes(35)
    assert case.told(35)[0] == ("Early", 1, "open")
    case.wakes(40)
    assert case.told(40)[0] == ("Early", 1, "cancelled")


def test_M4_an_allowed_time_by_formula_may_ask_what_time_it_is() -> None:
    formula = "IF(NOW() > created_at, 20, 30)"
    late = {"milestone": "Late", "when": equals("x", "y"), "within": None}
    case = Case({"within": None, "within_formula": formula}, {**late, "within_formula": formula})
    case.sets(5, x="y")
    assert [case.target(0), case.target(1)] == [30, 20]


def test_A1_a_formula_in_an_update_may_ask_what_time_it_is() -> None:
    update = {"update": {"late": {"formula": "NOW() > created_at"}}}
    case = Case({"actions": [{**WARN, "do": [update]}]})
    case.wakes(40)
    assert case.file.fields["late"] is True


def test_M14_what_an_action_changes_comes_before_the_next_timer_of_its_instant() -> None:
    lower = {**BREACH, "do": [{"update": {"priority": "Low"}}]}
    other = {"milestone": "Other", "when": equals("priority", "High"), "actions": [BREACH]}
    case = Case({"actions": [lower]}, other, fields={"priority": "High"})
    case.wakes(60)
    (_, second) = facts(case.file, case.rules, NINE + HOUR)
    assert (second.outcome, second.violated) == ("cancelled", False)
    assert [fired.milestone for fired in case.last.fired] == ["Reply"]


def test_M13_one_that_is_paused_holds_up_no_other() -> None:
    high = {"when": equals("priority", "High"), "actions": [BREACH]}
    paused = {**high, "milestone": "Paused", "pause": equals("priority", "High")}
    case = Case(paused, {**high, "milestone": "Runs"})
    case.sets(70, priority="High")
    assert [fired.milestone for fired in case.last.fired] == ["Runs"]


def test_M2_an_entry_moved_back_while_paused_makes_it_late_and_the_target_stands() -> None:
    case = Case({"actions": [BREACH]}, entry="visit_at", fields={"visit_at": NINE})
    case.at(30, STOP)
    case.sets(40, visit_at=NINE - HOUR)
    (row,) = facts(case.file, case.rules, NINE + 40 * MINUTE)
    assert (case.target(), row.violated, row.paused) == (0, True, True)
    case.at(50, RESUME)
    assert case.target() == 0
    assert [fired.action for fired in case.last.fired] == ["breach"]


def test_M2_an_entry_moved_back_to_the_very_pause_leaves_nothing_and_is_not_yet_late() -> None:
    case = Case({}, entry="visit_at", fields={"visit_at": NINE})
    case.at(30, STOP)
    case.sets(40, visit_at=NINE - 30 * MINUTE)
    (row,) = facts(case.file, case.rules, NINE + 40 * MINUTE)
    assert (row.target, row.violated, row.remaining_seconds) == (NINE + 30 * MINUTE, False, 0)
    case.at(50, RESUME)
    assert case.target() == 50


def test_M2_an_entry_moved_in_a_pause_keeps_the_pause() -> None:
    case = Case({}, entry="visit_at", fields={"visit_at": NINE})
    case.at(10, STOP)
    case.sets(20, visit_at=NINE + 5 * MINUTE)
    case.at(40, RESUME)
    assert case.target() == 95


def test_M11_one_that_is_resumed_belongs_to_the_new_stay_and_is_made_once() -> None:
    case = Case({"on_reopen": "resume"}, on_reopen="restart")
    case.sets(10, status="Gone")
    case.sets(20, status="Open")
    case.at(30, Change(complete="Reply"))
    case.sets(40, x="y")
    assert case.told() == [("Reply", 1, "completed")]


def test_M11_what_a_closed_record_goes_on_with_is_no_closing() -> None:
    case = Case({"required_to_close": True})
    case.at(10, Change(set={"status": "Closed"}, force_close=True))
    assert case.sets(20, x="y").file.fields["x"] == "y"


def test_M1_clearing_what_was_never_set_changes_nothing() -> None:
    case = Case({"actions": [{**WARN, "do": [{"update": {"never": None}}]}]})
    case.sets(10, unset=None)
    case.wakes(40)
    assert "unset" not in case.file.fields
    assert case.last.fired[0].updates == {}


@pytest.mark.parametrize("value", [True, "no instant", None])
def test_M2_what_is_no_instant_is_no_entry(value: Value) -> None:
    case = Case({}, entry="visit_at", fields={"visit_at": value} if value is not None else {})
    assert case.told() == []


def test_M2_an_instant_may_be_a_number_or_a_text() -> None:
    for value in (NINE, "2026-03-02T09:00:00Z"):
        case = Case({}, entry="visit_at", fields={"visit_at": value})
        assert case.told() == [("Reply", 1, "open")]


def test_M6_a_scheduled_one_starts_at_its_start_although_another_timer_ran_there() -> None:
    types = {"Reply": {"recurrence": "sequential"}}
    case = Case({"actions": [WARN]}, {"milestone": "Other"}, milestone_types=types)
    case.at(10, Change(complete="Reply"))
    case.wakes(60)
    told: list[tuple[str, int, str]] = case.told(60)
    assert ("Reply", 2, "open") in told
