"""Corners of the engine in which time, changes and actions meet at one instant."""

import time
from typing import Any

import pytest

from shared.business_time import ALWAYS_OPEN, Calendar, Instant, timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Stop
from shared.domain.decision import Decision
from shared.domain.effect import Effect
from shared.domain.engine import decide, facts, next_instant, roll_up
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.value import Value

NINE = 1_772_442_000
MINUTE = 60
HOUR = 3_600
OFFICE = Calendar.from_mapping(
    "Office", {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}
)


def equals(field: str, value: str) -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}


def policies(*milestones: dict[str, Any], **more: Any) -> Policies:
    items = [{"within": "1h", **milestone} for milestone in milestones]
    process = EntitlementProcess.parse(
        {"name": "Gold", "exit": equals("status", "Closed"), "milestones": items, **more}
    )
    tables = {"24x7": timetable(ALWAYS_OPEN), "Office": timetable(OFFICE)}
    return Policies(process=process, calendars=tables)


def a_record(**fields: Value) -> CaseFile:
    return CaseFile(
        number="3K7Q9WZDD",
        origin="web",
        created_at=NINE,
        changed_at=NINE,
        fields={"status": "New", **fields},
        process=Pin(name="Gold", version=1),
    )


def born(rules: Policies, **fields: Value) -> CaseFile:
    return decide(a_record(**fields), rules, Change(created=True), NINE).file


def wake_to(file: CaseFile, rules: Policies, until: Instant) -> CaseFile:
    while (due := next_instant(file, rules)) is not None and due <= until:
        file = decide(file, rules, Change(), due).file
    return file


def setting(**fields: Value) -> Change:
    return Change(set=fields)


def on(trigger: str, *updates: dict[str, Value], **more: Any) -> dict[str, Any]:
    offset = {"after": "0m"} if trigger == "violation" else {}
    do = [{"update": update} for update in updates]
    return {"name": f"on {trigger}", "on": trigger, "do": do, **offset, **more}


def test_M10_a_stop_with_an_end_also_ends_on_a_record_without_a_process() -> None:
    rules = Policies(process=None, calendars={})
    stop = Change(stop=Stop(reason="parts", until=NINE + HOUR))
    file = decide(a_record(), rules, stop, NINE).file
    assert next_instant(file, rules) == NINE + HOUR
    woken = decide(file, rules, Change(), NINE + HOUR)
    assert woken.changed
    assert woken.file.sla.stop is None
    assert next_instant(woken.file, rules) is None


def test_M14_a_cascade_without_end_tells_the_same_story_however_late_the_wake() -> None:
    ping = {"milestone": "Ping", "complete": equals("ball", "a")}
    pong = {"milestone": "Pong", "complete": equals("ball", "b")}
    rules = policies(
        {**ping, "actions": [on("success", {"ball": "b"})]},
        {**pong, "actions": [on("success", {"ball": "a"})]},
        {"milestone": "Serve", "actions": [on("violation", {"ball": "a"})]},
        {"milestone": "Later", "within": "90m", "actions": [on("violation", {"seen": "yes"})]},
        milestone_types={name: {"recurrence": "independent"} for name in ("Ping", "Pong")},
    )
    punctual = wake_to(born(rules), rules, NINE + 100 * MINUTE)
    late = decide(born(rules), rules, Change(), NINE + 100 * MINUTE).file
    assert late == punctual
    assert late.fields["seen"] == "yes"


def test_A2_a_cascade_that_stops_says_so_once() -> None:
    ping = {"milestone": "Ping", "complete": equals("ball", "a")}
    pong = {"milestone": "Pong", "complete": equals("ball", "b")}
    rules = policies(
        {**ping, "actions": [on("success", {"ball": "b"})]},
        {**pong, "actions": [on("success", {"ball": "a"})]},
        milestone_types={name: {"recurrence": "independent"} for name in ("Ping", "Pong")},
    )
    decision = decide(born(rules), rules, setting(ball="a"), NINE + MINUTE)
    assert [step.what for step in decision.steps].count("cascade_stopped") == 1
    assert len([fired for fired in decision.fired if fired.result == "fired"]) == 11


def test_M16_waived_before_its_target_a_late_completion_does_not_violate_it() -> None:
    rules = policies({"milestone": "Reply"})
    file = decide(born(rules), rules, Change(waive="Reply"), NINE + MINUTE).file
    file = decide(file, rules, Change(complete="Reply"), NINE + 2 * HOUR).file
    (reply,) = facts(file, rules, NINE + 2 * HOUR)
    assert (reply.outcome, reply.violated, reply.waived) == ("completed", False, True)


def test_M16_waived_after_its_target_the_fact_stays_and_the_roll_up_forgets_it() -> None:
    rules = policies({"milestone": "Reply"})
    file = wake_to(born(rules), rules, NINE + HOUR)
    file = decide(file, rules, Change(waive="Reply"), NINE + 2 * HOUR).file
    file = decide(file, rules, Change(complete="Reply"), NINE + 3 * HOUR).file
    (reply,) = facts(file, rules, NINE + 3 * HOUR)
    assert reply.violated_at == NINE + HOUR
    assert roll_up(file) == "compliant"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ((Change(complete="Fix"), setting(status="Closed")), "completed"),
        ((Change(complete="Fix", set={"status": "Closed"}),), "open"),
    ],
)
def test_M11_resume_takes_back_only_what_the_exiting_change_completed(
    changes: tuple[Change, ...], outcome: str
) -> None:
    rules = policies({"milestone": "Fix", "on_reopen": "resume"})
    file = born(rules)
    for change in changes:
        file = decide(file, rules, change, NINE + MINUTE).file
    file = decide(file, rules, setting(status="New"), NINE + 30 * MINUTE).file
    (fix,) = facts(file, rules, NINE + 30 * MINUTE)
    assert fix.outcome == outcome


def test_A2_a_field_that_an_action_clears_is_a_change_like_any_other() -> None:
    rules = policies(
        {"milestone": "Reply", "actions": [on("success", {"hold": None})]},
        {"milestone": "Fix", "when": equals("hold", "yes")},
    )
    decision = decide(born(rules, hold="yes"), rules, Change(complete="Reply"), NINE + MINUTE)
    assert decision.fired[0].updates == {"hold": None}
    outcomes = {m.name: m.outcome for m in decision.file.sla.milestones}
    assert outcomes == {"Reply": "completed", "Fix": "cancelled"}


def violated_and_paused_at_its_target() -> tuple[CaseFile, Policies]:
    wait = on("violation", {"status": "Waiting"})
    rules = policies({"milestone": "Reply", "actions": [wait]}, pause=equals("status", "Waiting"))
    return wake_to(born(rules), rules, NINE + HOUR), rules


def test_M10_a_target_that_was_violated_does_not_move_though_its_action_paused_it() -> None:
    file, rules = violated_and_paused_at_its_target()
    file = decide(file, rules, setting(status="New"), NINE + 3 * HOUR).file
    (reply,) = facts(file, rules, NINE + 3 * HOUR)
    assert (reply.target, reply.violated_at) == (NINE + HOUR, NINE + HOUR)
    assert (reply.stopped_seconds, reply.remaining_seconds) == (2 * HOUR, -2 * HOUR)


def test_M8_a_completion_in_that_pause_is_late_all_the_same() -> None:
    file, rules = violated_and_paused_at_its_target()
    file = decide(file, rules, Change(complete="Reply"), NINE + 2 * HOUR).file
    (reply,) = facts(file, rules, NINE + 2 * HOUR)
    assert (reply.outcome, reply.violated_at) == ("completed", NINE + HOUR)


def moved(minutes: int) -> Decision:
    rules = policies({"milestone": "Reply"}, entry="visit_at")
    file = born(rules, visit_at="2026-03-02T09:00:00Z")
    file = wake_to(file, rules, NINE + HOUR)
    change = setting(visit_at=f"2026-03-02T09:{minutes:02d}:00Z")
    return decide(file, rules, change, NINE + 70 * MINUTE)


def test_M8_a_violation_goes_with_a_moved_target_and_is_told_once() -> None:
    decision = moved(5)
    (reply,) = decision.file.sla.milestones
    assert reply.violated_at == reply.target == NINE + 65 * MINUTE
    assert [step.what for step in decision.steps] == ["target_moved"]


def test_M2_a_target_moved_ahead_is_violated_no_longer() -> None:
    (reply,) = moved(30).file.sla.milestones
    assert (reply.target, reply.violated_at) == (NINE + 90 * MINUTE, None)


def test_P6_two_hundred_milestones_with_five_actions_are_caught_up_in_one_wake() -> None:
    email = {"email": {"template": "a-template", "to": ["owner"]}}
    actions = [
        {"name": f"a{n}", "on": "violation", "after": f"{n}m", "do": [email]} for n in range(5)
    ]
    rules = policies(*({"milestone": f"M{n}", "actions": actions} for n in range(200)))
    file = born(rules)
    began = time.process_time()
    decision = decide(file, rules, Change(), NINE + 2 * HOUR)
    spent = time.process_time() - began
    assert len(decision.fired) == 1_000
    assert spent < 0.5, "each instant is evaluated once, not each timer"


MAIL = {"email": {"template": "a-template", "to": ["owner"]}}
HELD = (
    MAIL,
    {"webhook": {"target": "Pager"}},
    {"chat": {"target": "Room"}},
    {"escalate": {"inform": ["manager"], "template": "a-template"}},
)


def held(trigger: dict[str, str], do: dict[str, Any] = MAIL) -> Effect:
    """The effect of a milestone that is due on Monday at 17:00, when the office closes."""
    action = {"name": "alert", "hold_until_open": True, "do": [do], **trigger}
    reply = {"milestone": "Reply", "within": "8h", "business_hours": "Office"}
    rules = policies({**reply, "actions": [action]})
    (effect,) = wake_to(born(rules), rules, NINE + 12 * HOUR).effects
    return effect


@pytest.mark.parametrize("do", HELD, ids=lambda do: next(iter(do)))
def test_A5_an_effect_of_any_kind_that_is_held_waits_until_the_calendar_opens(
    do: dict[str, Any],
) -> None:
    effect = held({"on": "violation", "after": "0m"}, do)
    assert (effect.made_at, effect.retry_at) == (NINE + 8 * HOUR, NINE + 24 * HOUR)


def test_A5_within_hours_it_goes_at_once() -> None:
    effect = held({"on": "warning", "before": "1h"})
    assert (effect.made_at, effect.retry_at) == (NINE + 7 * HOUR, None)
    assert effect.id == "3K7Q9WZDD.0.1.0.0"
    assert effect.void_after == NINE + 8 * HOUR
