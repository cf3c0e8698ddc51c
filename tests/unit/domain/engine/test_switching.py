"""A record goes over to another process, or to none: what ends, what stays, what begins (R9)."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.change import Change, Switch
from shared.domain.engine import decide, facts
from shared.domain.engine.switching import Onto
from shared.domain.life.life import Life
from shared.domain.pin import Pin
from shared.domain.scenario import live, run_scenario
from shared.errors import Refused
from tests.support.one_case import Case
from tests.support.records import NINE

DAY = "2026-03-02T"
LATE = {"name": "late", "on": "violation", "after": 0}
WARN = {"name": "warn", "on": "warning", "before": "30m"}
THANKS = {"name": "thanks", "on": "success"}
GOLD = {
    "name": "Gold",
    "version": 2,
    "milestones": [
        {
            "milestone": "Reply",
            "within": "1h",
            "complete": {"event": "first_public_reply"},
            "actions": [WARN, LATE, THANKS],
        },
        {"milestone": "Repair", "within": "4h", "actions": [LATE]},
    ],
}
SILVER = {
    "name": "Silver",
    "version": 1,
    "milestones": [
        {"milestone": "Repair", "within": "8h", "actions": [WARN, LATE]},
        {
            "milestone": "Reply",
            "within": "2h",
            "complete": {"event": "first_public_reply"},
            "actions": [WARN, LATE, THANKS],
        },
    ],
}


def scenario(*events: dict[str, Any], until: str = "20:00", **more: Any) -> dict[str, Any]:
    return {
        "process": GOLD,
        "processes": {"silver": SILVER, "gold": GOLD},
        "record": {"created_at": f"{DAY}09:00:00Z", "fields": {"status": "New"}},
        "events": [{**event, "at": f"{DAY}{event['at']}:00Z"} for event in events],
        "until": f"{DAY}{until}:00Z",
        **more,
    }


def told(life: Life) -> dict[tuple[str, int], tuple[str, str]]:
    rows = life.expectation()["milestones"]
    return {
        (row["milestone"], row["occurrence"]): (row["outcome"], row["target"][11:16])
        for row in rows
    }


def actions(life: Life) -> list[tuple[str, str, str]]:
    return [
        (f"{row['milestone']} {row['action']}", row["at"][11:16], row["result"])
        for row in life.expectation()["actions"]
    ]


def test_R9_open_milestones_are_cancelled_and_the_new_process_is_entered_by_its_own_rule() -> None:
    life = live(scenario({"at": "09:10", "process": "silver"}, until="09:20"))
    assert told(life) == {
        ("Reply", 1): ("cancelled", "10:00"),
        ("Repair", 1): ("cancelled", "13:00"),
        ("Reply", 2): ("open", "11:00"),
        ("Repair", 2): ("open", "17:00"),
    }
    assert life.expectation()["sla_start"] == f"{DAY}09:00:00Z"
    why = {fact.ended_because for fact in life.milestones if fact.outcome == "cancelled"}
    assert why == {"the entitlement was changed"}
    switched = [step.because for step in life.steps if step.what == "switched"]
    assert switched == ["Gold, version 2 → Silver, version 1"]


def test_R9_completed_milestones_are_kept_and_use_up_their_type() -> None:
    life = live(
        scenario(
            {"at": "09:05", "event": "first_public_reply"},
            {"at": "09:10", "process": "silver"},
            until="09:20",
        )
    )
    assert told(life) == {
        ("Reply", 1): ("completed", "10:00"),
        ("Repair", 1): ("cancelled", "13:00"),
        ("Repair", 2): ("open", "17:00"),
    }


def test_R9_what_the_record_left_explains_itself_by_the_version_that_it_ran_on() -> None:
    life = live(scenario({"at": "09:10", "process": "silver"}, until="09:20"))
    why = {
        (fact.milestone, fact.occurrence): reason
        for fact in life.milestones
        if (reason := life.why(fact)) is not None
    }
    assert (why["Reply", 1].process, why["Reply", 1].version) == ("Gold", 2)
    assert (why["Reply", 2].process, why["Reply", 2].version) == ("Silver", 1)


def test_R9_triggers_already_past_are_skipped() -> None:
    life = live(scenario({"at": "12:00", "process": "silver"}, until="12:01"))
    assert actions(life)[-2:] == [
        ("Reply warn", "12:00", "skipped"),
        ("Reply late", "12:00", "skipped"),
    ]
    reply = next(f for f in life.milestones if (f.milestone, f.occurrence) == ("Reply", 2))
    assert reply.violated
    assert life.roll_up == "open_violation"


def test_R9_triggers_already_past_fire_if_somebody_asks() -> None:
    life = live(scenario({"at": "12:00", "process": "silver", "fire_past": True}, until="12:01"))
    assert actions(life)[-2:] == [
        ("Reply warn", "12:00", "skipped"),
        ("Reply late", "12:00", "fired"),
    ]


def test_R9_triggers_that_are_still_to_come_fire_at_their_instant() -> None:
    life = live(scenario({"at": "09:10", "process": "silver"}, until="11:01"))
    assert actions(life) == [
        ("Reply warn", "10:30", "fired"),
        ("Reply late", "11:00", "fired"),
    ]


def test_R9_what_was_due_before_the_change_still_runs_under_the_old_process() -> None:
    life = live(scenario({"at": "10:30", "process": "silver"}, until="10:31"))
    assert actions(life)[:2] == [("Reply warn", "09:30", "fired"), ("Reply late", "10:00", "fired")]
    reply = next(f for f in life.milestones if (f.milestone, f.occurrence) == ("Reply", 1))
    assert (reply.outcome, reply.violated) == ("cancelled", True)


def test_R9_without_a_process_nothing_runs_any_more() -> None:
    life = live(
        scenario(
            {"at": "09:10", "process": None},
            {"at": "09:20", "complete": "Reply"},
        )
    )
    assert {outcome for outcome, _ in told(life).values()} == {"cancelled"}
    assert actions(life) == []
    assert [one.why for one in life.refused] == [
        "There is no milestone 'Reply': the record runs on no process."
    ]
    assert life.expectation()["sla_start"] is None


def test_R9_going_back_finds_what_was_completed_there() -> None:
    life = live(
        scenario(
            {"at": "09:05", "event": "first_public_reply"},
            {"at": "09:10", "process": "silver"},
            {"at": "09:20", "process": "gold"},
            {"at": "09:30", "reopen_milestone": "Reply"},
            until="09:31",
        )
    )
    assert told(life)["Reply", 1] == ("open", "10:00")
    assert told(life)["Repair", 3] == ("open", "13:00")


def test_R9_what_was_completed_under_the_process_that_was_left_is_not_reopened() -> None:
    life = live(
        scenario(
            {"at": "09:05", "event": "first_public_reply"},
            {"at": "09:10", "process": "silver"},
            {"at": "09:20", "reopen_milestone": "Reply"},
        )
    )
    assert [one.why for one in life.refused] == [
        (
            "'Reply' cannot be reopened: it was completed under Gold, version 2, "
            "which the record has left."
        )
    ]


def test_R9_a_first_reply_given_before_completes_the_first_response_that_comes_later() -> None:
    life = live(
        scenario(
            {"at": "09:10", "process": None},
            {"at": "09:40", "event": "first_public_reply"},
            {"at": "12:00", "process": "silver"},
            until="12:01",
        )
    )
    reply = next(f for f in life.milestones if (f.milestone, f.occurrence) == ("Reply", 2))
    assert (reply.outcome, reply.violated, reply.elapsed_seconds) == ("completed", False, 40 * 60)
    assert ("Reply thanks", "12:00", "fired") in actions(life)


def test_R9_a_stop_by_hand_is_the_records_and_stays() -> None:
    life = live(
        scenario(
            {"at": "09:30", "stop": True},
            {"at": "10:00", "process": "silver"},
            {"at": "10:30", "stop": False},
            until="10:31",
        )
    )
    assert told(life)["Reply", 2] == ("open", "12:00")


def test_R9_a_closed_record_enters_and_exits_at_once_and_goes_on_when_it_is_reopened() -> None:
    closed = {"at": "09:10", "set": {"status": "Closed"}, "event": "closed"}
    life = live(
        scenario(
            closed,
            {"at": "09:20", "process": "silver"},
            {"at": "09:30", "set": {"status": "New"}, "event": "reopened"},
            until="09:31",
        )
    )
    assert told(life) == {
        ("Reply", 1): ("exited", "10:00"),
        ("Repair", 1): ("exited", "13:00"),
        ("Reply", 2): ("open", "11:00"),
        ("Repair", 2): ("open", "17:00"),
    }


def test_R9_no_two_effects_have_one_id() -> None:
    mail = {"email": {"template": "late", "to": ["owner"]}}
    one = {"milestone": "One", "within": "1h", "actions": [{**LATE, "do": [mail]}]}
    document = scenario({"at": "10:30", "process": "silver"}, until="12:00", id="N")
    document["process"] = {"name": "Gold", "milestones": [one]}
    document["processes"] = {
        "silver": {"name": "Silver", "milestones": [{**one, "milestone": "Two", "within": "2h"}]}
    }
    ids = [effect.id for effect in live({**document, "until": f"{DAY}11:01:00Z"}).file.effects]
    assert ids == ["N.0.1.0.0", "N.p1.0.1.0.0"]


def test_R9_the_promise_counts_in_the_hours_of_the_new_entitlement() -> None:
    hours = {"zone": "UTC", "week": {"mon": [["09:00", "10:00"], ["14:00", "18:00"]]}}
    event = {"at": "09:10", "process": "silver", "entitlement_hours": "Desk"}
    life = live(scenario(event, until="09:11", calendars={"Desk": hours}))
    assert told(life)["Reply", 2] == ("open", "15:00")


def test_P5_every_fault_of_the_other_processes_is_told() -> None:
    document = scenario({"at": "09:10", "process": "bronze"})
    document["processes"] = {"silver": {"name": "Silver", "milestones": [{"within": "1h"}]}}
    with pytest.raises(Refused) as refused:
        run_scenario(document)
    assert {fault.pointer for fault in refused.value.faults} == {
        "processes.silver.milestones[0].milestone",
        "events[0].process",
    }


def test_P5_two_versions_of_one_number_are_refused() -> None:
    document = scenario()
    document["processes"] = {"other": {**SILVER, "name": "Gold", "version": 2}}
    with pytest.raises(Refused) as refused:
        run_scenario(document)
    assert [fault.pointer for fault in refused.value.faults] == ["processes.other.version"]


def test_R9_each_step_of_a_change_tells_whom_it_is_about_and_why() -> None:
    life = live(scenario({"at": "09:10", "process": "silver"}, until="09:20"))
    cancelled = [
        (step.milestone, step.occurrence, step.because)
        for step in life.steps
        if step.what == "cancelled"
    ]
    assert cancelled == [
        ("Reply", 1, "the entitlement was changed"),
        ("Repair", 1, "the entitlement was changed"),
    ]


def test_R9_a_skipped_trigger_says_why() -> None:
    life = live(scenario({"at": "12:00", "process": "silver"}, until="12:01"))
    reasons = {action.reason for action in life.fired if action.result == "skipped"}
    assert "past when the entitlement was changed" in reasons


def test_R9_a_record_that_is_given_no_process_says_so_and_has_left() -> None:
    life = live(scenario({"at": "09:10", "process": None}, until="12:00"))
    assert [step.because for step in life.steps if step.what == "switched"] == [
        "Gold, version 2 → no process"
    ]
    state = life.file.sla
    assert (state.applied, state.entered, state.exited, state.entry_from) == (
        False,
        None,
        None,
        None,
    )
    assert not [action for action in life.fired if action.at > life.file.changed_at]


def test_R9_a_record_that_had_left_its_process_enters_the_other_one() -> None:
    life = live(
        scenario(
            {"at": "09:05", "set": {"status": "Closed"}, "event": "closed"},
            {"at": "09:10", "set": {"status": "Open"}, "process": "silver"},
            until="09:20",
        )
    )
    assert life.file.sla.exited is None
    assert told(life)["Repair", 2] == ("open", "17:00")


def test_R9_C7_every_milestone_left_behind_keeps_the_revision_of_its_calendar() -> None:
    case = Case({"milestone": "Reply"}, {"milestone": "Repair", "business_hours": "Office"})
    pins = {fact.milestone: fact.calendar_version for fact in facts(case.file, case.rules, NINE)}
    onto = Onto(
        case.file.model_copy(update={"process": None, "calendars": {}}),
        replace(case.rules, process=None),
    )
    decision = decide(
        case.file, case.rules, Change(switch=Switch(process=None)), NINE + 600, onto=onto
    )
    left = {one.name: (one.of, one.calendar_version) for one in decision.file.sla.milestones}
    assert left == {name: (Pin(name="Gold", version=1), pin) for name, pin in pins.items()}
    assert pins["Repair"] == 3
