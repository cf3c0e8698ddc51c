"""Rules of the engine that the conformance scenarios leave to us, told as small stories."""

from typing import Any

import pytest

from shared.domain.scenario import run_scenario

DAY = "2026-03-02T"


def play(
    *events: dict[str, Any],
    until: str = "20:00",
    process: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
    **item: Any,
) -> dict[str, Any]:
    """A record made at 09:00 with one milestone of an hour, unless the story says otherwise."""
    milestone = {"milestone": "Reply", "within": "1h", **item}
    return run_scenario(
        {
            "process": {
                "name": "Support",
                "exit": {"items": [{"field": "status", "operator": "equals", "value": "Closed"}]},
                "milestones": [milestone],
                **(process or {}),
            },
            "record": {
                "created_at": f"{DAY}09:00:00Z",
                "fields": {"status": "New", "priority": "High", **(fields or {})},
            },
            "events": [{**event, "at": f"{DAY}{event['at']}:00Z"} for event in events],
            "until": f"{DAY}{until}:00Z",
        }
    )


def row(outcome: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = outcome["milestones"][number]
    return found


def clock(text: str | None) -> str | None:
    return text[11:16] if text else None


def results(outcome: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(a["action"], a["at"][11:16], a["result"]) for a in outcome["actions"]]


def test_M10_a_stop_with_an_end_resumes_by_itself() -> None:
    outcome = play({"at": "09:30", "stop": {"reason": "parts", "until": f"{DAY}11:00:00Z"}})
    assert clock(row(outcome)["target"]) == "11:30"
    assert row(outcome)["stopped_seconds"] == 5400


def test_M10_stopping_twice_and_resuming_what_runs_are_refused() -> None:
    outcome = play(
        {"at": "09:10", "stop": True},
        {"at": "09:20", "stop": True},
        {"at": "09:30", "stop": False},
        {"at": "09:40", "stop": False},
    )
    assert [error["error"] for error in outcome["errors"]] == [
        "The record is stopped already.",
        "The record is not stopped.",
    ]
    assert clock(row(outcome)["target"]) == "10:20"


def test_M10_a_milestone_with_pauses_false_runs_through_a_stop() -> None:
    outcome = play({"at": "09:30", "stop": True}, pauses=False)
    assert clock(row(outcome)["violated_at"]) == "10:00"
    assert row(outcome)["stopped_seconds"] == 0


def test_M10_a_pause_at_the_very_target_is_violated_at_the_resume() -> None:
    outcome = play({"at": "10:00", "stop": True}, {"at": "11:00", "stop": False})
    assert clock(row(outcome)["violated_at"]) == "11:00"


def test_M10_one_that_is_completed_in_a_pause_is_judged_by_what_was_left() -> None:
    outcome = play({"at": "09:50", "stop": True}, {"at": "12:00", "complete": "Reply"})
    assert row(outcome)["violated"] is False
    assert clock(row(outcome)["target"]) == "10:00"


def test_M7_a_completion_in_the_future_or_before_the_start_is_refused() -> None:
    outcome = play(
        {"at": "09:10", "complete": "Reply", "completed_at": f"{DAY}09:20:00Z"},
        {"at": "09:10", "complete": "Reply", "completed_at": f"{DAY}08:00:00Z"},
        {"at": "09:10", "complete": "Nothing"},
    )
    assert [error["error"] for error in outcome["errors"]] == [
        "'Reply' cannot be completed in the future.",
        "'Reply' cannot be completed before it started.",
        "'Nothing' cannot be completed: it is not on this record.",
    ]


def test_M7_an_instant_before_the_target_withdraws_the_violation() -> None:
    outcome = play(
        {"at": "11:00", "complete": "Reply", "completed_at": f"{DAY}09:55:00Z"},
        actions=[{"name": "breach", "on": "violation", "after": "0m"}],
    )
    assert row(outcome)["violated"] is False
    assert outcome["roll_up"] == "compliant"
    assert results(outcome) == [("breach", "10:00", "fired")]


def test_M7_a_milestone_with_a_later_occurrence_is_not_reopened() -> None:
    outcome = play(
        {"at": "09:10", "complete": "Reply"},
        {"at": "09:20", "reopen_milestone": "Reply"},
        process={"milestone_types": {"Reply": {"recurrence": "independent"}}},
    )
    assert "latest occurrence is open" in outcome["errors"][0]["error"]


def test_M11_a_person_cannot_close_over_a_milestone_that_is_required() -> None:
    outcome = play(
        {"at": "09:10", "set": {"status": "Closed"}},
        {"at": "09:20", "complete": "Reply", "set": {"status": "Closed"}},
        required_to_close=True,
    )
    assert outcome["errors"][0]["error"] == (
        "The record cannot be closed: Reply must be completed first."
    )
    assert clock(outcome["sla_exit"]) == "09:20"


def test_M11_with_the_permission_it_can() -> None:
    outcome = play(
        {"at": "09:10", "set": {"status": "Closed"}, "force_close": True}, required_to_close=True
    )
    assert clock(outcome["sla_exit"]) == "09:10"


@pytest.mark.parametrize(
    ("on_reopen", "rows", "target"),
    [("keep", 1, "10:00"), ("resume", 1, "11:00"), ("restart", 2, "12:00")],
)
def test_M11_a_milestone_says_what_a_reopening_does_to_it(
    on_reopen: str, rows: int, target: str
) -> None:
    outcome = play(
        {"at": "09:30", "set": {"status": "Closed"}, "complete": "Reply"},
        {"at": "10:30", "set": {"status": "Open"}},
        until="10:45",
        on_reopen=on_reopen,
    )
    assert len(outcome["milestones"]) == rows
    if on_reopen == "restart":
        assert clock(row(outcome, 1)["start"]) == "10:30"
        assert clock(row(outcome, 1)["target"]) == "11:30"
    else:
        assert clock(row(outcome)["target"]) == target
    assert row(outcome, rows - 1)["outcome"] == ("completed" if on_reopen == "keep" else "open")


def test_M11_the_default_exit_is_a_closed_status() -> None:
    outcome = play({"at": "09:30", "set": {"status": "closed"}}, process={"exit": None})
    assert clock(outcome["sla_exit"]) == "09:30"


def test_M2_the_entry_field_cannot_be_cleared_after_entry() -> None:
    outcome = play(
        {"at": "09:10", "set": {"started_at": None}},
        process={"entry": "started_at"},
        fields={"started_at": f"{DAY}09:00:00Z"},
    )
    assert "cannot be cleared" in outcome["errors"][0]["error"]


def test_M2_moving_the_entry_field_moves_the_target() -> None:
    outcome = play(
        {"at": "09:10", "set": {"started_at": f"{DAY}08:30:00Z"}},
        until="09:20",
        process={"entry": "started_at"},
        fields={"started_at": f"{DAY}09:00:00Z"},
    )
    assert clock(outcome["sla_start"]) == "08:30"
    assert clock(row(outcome)["target"]) == "09:30"


@pytest.mark.parametrize(
    ("policy", "fired"),
    [("fire", ["first", "second"]), ("last_only", ["second"]), ("skip", [])],
)
def test_M13_a_trigger_may_say_what_becomes_of_it_when_late(policy: str, fired: list[str]) -> None:
    actions = [
        {"name": "first", "on": "warning", "before": "50m", "if_late": policy},
        {"name": "second", "on": "warning", "before": "40m", "if_late": policy},
    ]
    outcome = play(
        {"at": "09:30", "set": {"priority": "Low"}},
        until="09:45",
        when={"items": [{"field": "priority", "operator": "equals", "value": "Low"}]},
        actions=actions,
    )
    assert [a["action"] for a in outcome["actions"] if a["result"] == "fired"] == fired
    assert {a["at"][11:16] for a in outcome["actions"]} == {"09:30"}


@pytest.mark.parametrize(
    ("policy", "fired"),
    [(None, ["first", "second"]), ("last_only", ["second"]), ("skip", [])],
)
def test_M12_violation_triggers_may_say_too_what_becomes_of_them_when_late(
    policy: str | None, fired: list[str]
) -> None:
    said = {"if_late": policy} if policy else {}
    actions = [
        {"name": "first", "on": "violation", "after": "0m", **said},
        {"name": "second", "on": "violation", "after": "10m", **said},
        {"name": "third", "on": "violation", "after": "60m", **said},
    ]
    outcome = play(
        {"at": "10:30", "set": {"priority": "Low"}},
        until="12:00",
        when={"items": [{"field": "priority", "operator": "equals", "value": "Low"}]},
        actions=actions,
    )
    found = [(a["action"], a["at"][11:16]) for a in outcome["actions"] if a["result"] == "fired"]
    assert found == [*((name, "10:30") for name in fired), ("third", "11:00")]


def test_M16_waived_before_its_target_it_is_not_violated_and_fires_nothing() -> None:
    outcome = play(
        {"at": "09:10", "waive": "Reply"},
        actions=[
            {"name": "warn", "on": "warning", "before": "30m"},
            {"name": "breach", "on": "violation", "after": "0m"},
        ],
    )
    assert row(outcome)["violated"] is False
    assert outcome["actions"] == []


def test_M18_an_ola_milestone_does_not_touch_the_roll_up() -> None:
    assert play(agreement="ola")["roll_up"] == "compliant"
    assert play(agreement="sla")["roll_up"] == "open_violation"


def test_A2_a_cascade_without_end_stops_and_the_record_lives_on() -> None:
    flip = {"name": "again", "on": "success", "do": [{"update": {"turn": "x"}}]}
    process = {
        "milestone_types": {"Reply": {"recurrence": "independent"}},
        "milestones": [
            {
                "milestone": f"Step {number}",
                "within": "1h",
                "when": {
                    "items": [{"field": f"step_{number}", "operator": "equals", "value": "on"}]
                },
                "complete": {
                    "items": [{"field": f"step_{number}", "operator": "equals", "value": "on"}]
                },
                "actions": [
                    {**flip, "do": [{"update": {f"step_{number + 1}": "on"}}]},
                ],
            }
            for number in range(20)
        ],
    }
    process.pop("milestone_types")
    outcome = play({"at": "09:10", "set": {"step_0": "on"}}, process=process)
    completed = [m for m in outcome["milestones"] if m["outcome"] == "completed"]
    assert 10 <= len(completed) <= 12


def test_A1_an_escalation_raises_the_level_and_moves_the_record() -> None:
    watch = {
        "milestone": "Watch",
        "within": "5h",
        "when": {"items": [{"field": "queue", "operator": "equals", "value": "Tier 2"}]},
    }
    reply = {
        "milestone": "Reply",
        "within": "1h",
        "actions": [
            {
                "name": "up",
                "on": "violation",
                "after": "0m",
                "do": [{"escalate": {"queue": "Tier 2"}}],
            }
        ],
    }
    outcome = play(process={"milestones": [reply, watch]}, fields={"owner": "alex"}, until="10:30")
    assert [m["milestone"] for m in outcome["milestones"]] == ["Reply", "Watch"]


@pytest.mark.parametrize(
    ("recurrence", "start"), [("independent", "09:40"), ("sequential", "10:00")]
)
def test_M6_after_a_cancelled_occurrence_the_next_counts_from_the_last_completed(
    recurrence: str, start: str
) -> None:
    outcome = play(
        {"at": "09:10", "complete": "Reply"},
        {"at": "09:20", "set": {"priority": "Low"}},
        {"at": "09:40", "set": {"priority": "High"}},
        until="09:50",
        process={"milestone_types": {"Reply": {"recurrence": recurrence}}},
        when={"items": [{"field": "priority", "operator": "equals", "value": "High"}]},
    )
    assert next(m["outcome"] for m in outcome["milestones"]) == "completed"
    third = max(outcome["milestones"], key=lambda m: m["occurrence"])
    assert (third["occurrence"], clock(third["start"])) == (3, start)


@pytest.mark.parametrize(
    ("formula", "started"),
    [
        ("RecordType.Name = 'case'", True),
        ("record_type = 'work_order'", False),
        ("Owner.Name = 'Alex'", True),
        ("NOT(ISBLANK(owner.name))", True),
    ],
)
def test_K2_paths_lead_to_the_owner_and_the_type_of_the_record(formula: str, started: bool) -> None:
    outcome = play(when={"formula": formula}, fields={"owner": "alex"})
    assert bool(outcome["milestones"]) is started
