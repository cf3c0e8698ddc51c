"""The rules of the clock, each as a person meets it: through the API, by schedules, with words."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from shared.business_time import parse_instant
from tests.live.story import DAY, Story, faults, hour

AGENT = {"name": "bob", "groups": "[agents]"}
READER = {"name": "bob", "groups": "[readers]"}

Handlers = Mapping[str, ModuleType]


def high(field: str = "priority", value: str = "High") -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}


def warning(before: str) -> dict[str, Any]:
    return {"name": f"warn-{before}", "on": "warning", "before": before}


BREACH = {"name": "breach", "on": "violation", "after": "0m"}
THANKS = {"name": "thanks", "on": "success"}


def test_M1_a_change_is_evaluated_in_its_own_answer(handlers: Handlers) -> None:
    story = Story(handlers, {"when": high()}, fields={"priority": "Low"})
    assert story.case()["milestones"] == []
    (made,) = story.at("09:30").sets(priority="High")["body"]["milestones"]
    assert (made["outcome"], hour(made["target"])) == ("open", "10:00")


def test_M2_the_entry_field_moves_the_start_and_cannot_be_cleared(handlers: Handlers) -> None:
    story = Story(
        handlers, {"milestone": "Visit"}, entry="opened_at", fields={"opened_at": f"{DAY}08:50:00Z"}
    )
    moved = story.at("09:10").sets(opened_at=f"{DAY}09:05:00Z")["body"]
    assert hour(moved["clock"]["start"]) == "09:05"
    assert hour(moved["milestones"][0]["target"]) == "10:05"
    refused = story.sets(opened_at=None)
    assert refused["status"] == 422
    assert list(faults(refused)) == ["/fields/opened_at"]
    assert hour(story.case()["clock"]["start"]) == "09:05"


def test_M2_a_future_entry_is_reached_by_its_own_schedule(handlers: Handlers) -> None:
    story = Story(handlers, entry="opened_at", fields={"opened_at": f"{DAY}11:00:00Z"})
    assert story.case()["clock"]["start"] is None
    assert hour(story.at("11:01").row()["target"]) == "12:00"


def test_M3_another_tier_of_a_type_is_its_next_occurrence(handlers: Handlers) -> None:
    story = Story(handlers, {"when": high()}, {"within": "4h"})
    changed = story.at("09:20").sets(priority="Low")["body"]
    told = [(m["occurrence"], m["item"], m["outcome"]) for m in changed["milestones"]]
    assert told == [(1, 0, "cancelled"), (2, 1, "open")]


def test_M4_a_process_start_milestone_can_be_born_violated(handlers: Handlers) -> None:
    story = Story(handlers, {"when": high(), "actions": [BREACH]}, fields={"priority": "Low"})
    (row,) = story.at("10:30").sets(priority="High")["body"]["milestones"]
    assert (row["violated"], hour(row["violated_at"])) == (True, "10:00")
    assert story.actions() == [("breach", "10:30", "fired")]


def test_M5_lost_criteria_cancel_with_the_reason(handlers: Handlers) -> None:
    story = Story(handlers, {"when": high()})
    (row,) = story.at("09:20").sets(priority="Low")["body"]["milestones"]
    assert (row["outcome"], row["ended_because"]) == ("cancelled", "criteria no longer hold")


def test_M6_the_next_of_a_sequence_is_scheduled_until_its_start(handlers: Handlers) -> None:
    story = Story(handlers, milestone_types={"Reply": {"recurrence": "sequential"}})
    done = story.at("09:20").commands("milestones/Reply/complete")
    following = done["milestones"][1]
    assert (following["outcome"], hour(following["start"])) == ("scheduled", "10:00")
    assert following["actions"] == ["waive"]
    assert story.at("10:01").row(1)["outcome"] == "open"


def test_M7_a_given_instant_lies_between_start_and_now_and_withdraws_a_violation(
    handlers: Handlers,
) -> None:
    story = Story(handlers, {"actions": [BREACH]}).at("10:30")
    assert story.row()["violated"]
    for wrong, words in (("11:00", "future"), ("08:00", "before it started")):
        refused = story.asks(
            "POST", "/milestones/Reply/complete", {"completed_at": f"{DAY}{wrong}:00Z"}
        )
        assert refused["status"] == 422
        assert words in refused["body"]["detail"]
        assert list(faults(refused)) == ["/completed_at"]
    done = story.commands("milestones/Reply/complete", {"completed_at": f"{DAY}09:50:00Z"})
    assert done["milestones"][0]["violated"] is False
    assert done["clock"]["roll_up"] == "compliant"
    assert story.actions() == [("breach", "10:00", "fired")]


def test_M7_reopening_takes_a_lead_and_success_does_not_fire_twice(handlers: Handlers) -> None:
    story = Story(handlers, {"actions": [THANKS]}).at("09:20")
    story.commands("milestones/Reply/complete", **AGENT)
    body = {"reason": "By mistake"}
    assert story.asks("POST", "/milestones/Reply/reopen", body, **AGENT)["status"] == 403
    again = story.at("09:40").commands("milestones/Reply/reopen", body)["milestones"][0]
    assert (again["outcome"], hour(again["target"])) == ("open", "10:00")
    story.at("09:50").commands("milestones/Reply/complete")
    assert story.actions() == [("thanks", "09:20", "fired")]


def test_M7_what_cannot_be_completed_or_reopened_says_why(handlers: Handlers) -> None:
    story = Story(handlers)
    for path, words in (
        ("/milestones/Nothing/complete", "not on this record"),
        ("/milestones/Nothing/reopen", "no milestone 'Nothing'"),
        ("/milestones/Reply/reopen", "open, not completed"),
    ):
        refused = story.asks("POST", path, {})
        assert refused["status"] == 422
        assert words in refused["body"]["detail"]


def test_M8_a_violation_is_noted_once_at_its_target(handlers: Handlers) -> None:
    story = Story(handlers, {"actions": [BREACH]}).at("11:00")
    assert (story.row()["violated"], hour(story.row()["violated_at"])) == (True, "10:00")
    assert story.actions() == [("breach", "10:00", "fired")]
    late = story.commands("milestones/Reply/complete")["milestones"][0]
    assert (late["outcome"], late["violated"]) == ("completed", True)


def test_M9_the_roll_up_and_the_next_target_are_told_and_listed(handlers: Handlers) -> None:
    story = Story(handlers, {}, {"milestone": "Resolution", "within": "4h"}).at("10:30")
    clock = story.case()["clock"]
    assert (clock["roll_up"], hour(clock["next_target"])) == ("open_violation", "10:00")
    story.commands("milestones/Reply/complete")
    (card,) = story.doors.told("GET", "/cases", query={"queue": "Desk"})["items"]
    assert (card["roll_up"], card["next_milestone"]) == ("closed_violation", "Resolution")


def test_M10_a_stop_names_a_reason_of_the_list_and_ends_in_the_future(handlers: Handlers) -> None:
    story = Story(handlers).at("09:30")
    assert list(faults(story.asks("POST", "/stop", {}))) == ["/reason"]
    unknown = story.asks("POST", "/stop", {"reason": "I felt like it"})
    assert unknown["status"] == 422
    assert "Waiting on customer" in faults(unknown)["/reason"]
    body = {"reason": "Waiting on customer", "until": f"{DAY}09:00:00Z"}
    past = story.asks("POST", "/stop", body)
    assert past["status"] == 422
    assert list(faults(past)) == ["/until"]
    assert not story.case()["clock"]["paused"]


def test_M10_a_stop_with_an_end_is_resumed_by_a_timer_and_the_target_moves(
    handlers: Handlers,
) -> None:
    story = Story(handlers).at("09:30")
    body = {"reason": "waiting on customer", "until": f"{DAY}11:00:00Z"}
    stopped = story.commands("stop", body, **AGENT)
    assert stopped["clock"]["stop"] == {
        "since": f"{DAY}09:30:00Z",
        "reason": "Waiting on customer",
        "by": "bob",
        "until": f"{DAY}11:00:00Z",
    }
    twice = story.asks("POST", "/stop", body)
    assert (twice["status"], "stopped already" in twice["body"]["detail"]) == (422, True)
    row = story.at("11:01").row()
    assert (hour(row["target"]), row["paused"], row["violated"]) == ("11:30", False, False)
    assert row["stopped"] == {"seconds": 5400, "text": "1h 30m"}


def test_M10_a_reader_neither_stops_nor_completes_nor_waives(handlers: Handlers) -> None:
    story = Story(handlers)
    for path in ("/stop", "/resume", "/close", "/milestones/Reply/complete"):
        assert story.asks("POST", path, {}, **READER)["status"] == 403


def test_M11_closing_over_required_milestones_takes_a_permission_and_a_reason(
    handlers: Handlers,
) -> None:
    required = {"required_to_close": True}
    story = Story(handlers, required, {"milestone": "Repair", **required}, {"milestone": "Other"})
    story.at("09:20")
    refused = story.asks("POST", "/close", {"status": "Closed"}, **AGENT)
    assert refused["status"] == 422
    assert "Reply, Repair" in refused["body"]["detail"]
    assert [fault["code"] for fault in refused["body"]["errors"]] == ["required_to_close"] * 2
    assert story.sets(status="Closed")["status"] == 422
    forced = {"status": "Closed", "force": True, "reason": "Customer left"}
    assert story.asks("POST", "/close", forced, **AGENT)["status"] == 403
    assert list(faults(story.asks("POST", "/close", {"force": True}))) == ["/reason"]
    closed = story.commands("close", forced)
    assert {row["outcome"] for row in closed["milestones"]} == {"exited"}
    lines = story.asks("GET", "/timeline")["body"]["items"]
    assert any("Customer left" in line["text"] and line["who"] == "alex" for line in lines)


def test_M11_the_closing_change_may_complete_what_is_required(handlers: Handlers) -> None:
    item = {"required_to_close": True, "complete": {"event": "closed"}}
    story = Story(handlers, item).at("09:20")
    closed = story.commands("close", {"status": "Closed"}, **AGENT)
    assert closed["milestones"][0]["outcome"] == "completed"


def test_M11_a_restarted_stay_is_answered_first_again(handlers: Handlers) -> None:
    reply = {"body": "We are on it.", "public": True}
    story = Story(handlers, {"complete": {"event": "first_public_reply"}}, on_reopen="restart")
    story.at("09:10").commands("comments", reply)
    story.at("09:20").commands("close", {"status": "Closed"})
    story.at("09:30").commands("reopen", {"status": "Open"})
    again = story.at("09:40").commands("comments", reply)
    told = [(row["occurrence"], row["outcome"]) for row in again["milestones"]]
    assert told == [(1, "completed"), (2, "completed")]


def test_M12_warnings_count_back_from_the_target_and_fire_once(handlers: Handlers) -> None:
    percent = {"name": "late", "on": "warning", "at": "75%"}
    story = Story(handlers, {"actions": [warning("30m"), percent, BREACH]}).at("12:00")
    assert story.actions() == [
        ("warn-30m", "09:30", "fired"),
        ("late", "09:45", "fired"),
        ("breach", "10:00", "fired"),
    ]


def test_M13_warnings_already_past_are_skipped_and_say_so(handlers: Handlers) -> None:
    item = {"when": high(), "actions": [warning("30m"), BREACH]}
    story = Story(handlers, item, fields={"priority": "Low"})
    story.at("09:45").sets(priority="High")
    assert story.actions() == [("warn-30m", "09:45", "skipped")]
    lines = story.asks("GET", "/timeline")["body"]["items"]
    assert any("skipped (late)" in line["text"] for line in lines)


def test_M14_a_wake_that_comes_twice_does_nothing_more(handlers: Handlers) -> None:
    story = Story(handlers, {"actions": [BREACH]}).at("10:30")
    before = story.case()
    for sent in list(story.town.queue.sent):
        story.doors.wake(sent)
        story.doors.wake(sent)
    assert story.case() == before
    assert len(story.actions()) == 1


def test_M15_facts_are_told_in_seconds_and_in_words_and_in_clock_time(handlers: Handlers) -> None:
    row = Story(handlers, {"within": "9h"}, business_hours="Office").at("20:00").row()
    assert (row["start"], row["target"]) == (f"{DAY}09:00:00Z", "2026-03-03T10:00:00Z")
    told = {name: row[name]["text"] for name in ("allowed", "elapsed", "stopped", "remaining")}
    assert told == {"allowed": "9h", "elapsed": "8h", "stopped": "0m", "remaining": "1h"}
    assert row["actual_elapsed"]["seconds"] == 8 * 3600
    assert row["clock_elapsed"]["seconds"] == 11 * 3600
    assert row["clock_remaining"]["seconds"] == 14 * 3600
    assert (row["calendar"], row["calendar_because"]) == ("Office", "process")


def test_M16_waiving_takes_a_lead_and_a_reason_and_stops_its_timers(handlers: Handlers) -> None:
    story = Story(handlers, {"actions": [warning("10m"), BREACH]}).at("09:30")
    reason = {"reason": "Agreed by phone"}
    assert story.asks("POST", "/milestones/Reply/waive", reason, **AGENT)["status"] == 403
    assert list(faults(story.asks("POST", "/milestones/Reply/waive", {}))) == ["/reason"]
    waived = story.commands("milestones/Reply/waive", reason)["milestones"][0]
    assert (waived["waived"], waived["waived_because"]) == (True, "Agreed by phone")
    assert story.asks("POST", "/milestones/Reply/waive", reason)["status"] == 422
    row = story.at("12:00").row()
    assert (row["violated"], story.actions()) == (False, [])
    assert story.case()["clock"]["roll_up"] == "compliant"


def test_M16_waived_after_its_target_the_fact_stays_and_the_roll_up_forgets(
    handlers: Handlers,
) -> None:
    story = Story(handlers).at("10:30")
    waived = story.commands("milestones/Reply/waive", {"reason": "Agreed"})
    assert waived["milestones"][0]["violated"]
    assert waived["clock"]["roll_up"] == "compliant"


def test_M17_a_target_tells_calendar_spans_and_what_did_not_count(handlers: Handlers) -> None:
    story = Story(handlers, {"within": "9h"}, business_hours="Office").at("10:00")
    story.commands("stop", {"reason": "Waiting on customer"})
    story.at("11:00").commands("resume")
    why = story.row()["why_target"]
    assert (why["calendar"], why["calendar_because"], why["zone"]) == ("Office", "process", "UTC")
    assert (why["process"], why["version"]) == ("Support", 1)
    counted = sum(
        parse_instant(span["end"]) - parse_instant(span["start"]) for span in why["counted"]
    )
    assert counted == why["allowed_seconds"] == 9 * 3600
    assert "paused" in {span["reason"] for span in why["not_counted"]}


def test_M18_an_internal_agreement_does_not_count_for_the_customer(handlers: Handlers) -> None:
    story = Story(handlers, {"agreement": "ola"}, {"milestone": "Free", "agreement": "none"})
    clock = story.at("10:30").case()["clock"]
    assert (clock["roll_up"], hour(clock["next_target"])) == ("compliant", "10:00")
    assert story.row()["violated"]


@pytest.mark.parametrize(
    ("process", "item", "calendar", "because"),
    [
        ({}, {"business_hours": "Office"}, "Office", "milestone"),
        ({"business_hours": "Office"}, {}, "Office", "process"),
        ({}, {}, "24x7", "org"),
    ],
)
def test_C9_the_calendar_that_counts_is_the_nearest_and_says_why(
    handlers: Handlers,
    process: dict[str, Any],
    item: dict[str, Any],
    calendar: str,
    because: str,
) -> None:
    row = Story(handlers, item, **process).row()
    assert (row["calendar"], row["calendar_because"]) == (calendar, because)


def test_C7_new_hours_move_no_target_by_themselves_and_count_for_new_records(
    handlers: Handlers,
) -> None:
    story = Story(handlers, {"within": "9h"}, business_hours="Office").at("10:00")
    story.revises({"zone": "UTC", "week": {"mon": [["09:00", "20:00"]]}})
    story.sets(priority="Low")
    assert story.row()["target"] == "2026-03-03T10:00:00Z"
    assert story.row()["why_target"]["calendar_version"] == 1
    story.number = story.opens()
    assert story.row()["target"] == f"{DAY}19:00:00Z"
    assert story.row()["why_target"]["calendar_version"] == 2


def test_K2_a_formula_decides_and_gives_the_allowed_time(handlers: Handlers) -> None:
    formula = "IF(ISPICKVAL(Priority, 'High'), 30, 120)"
    item = {
        "within": None,
        "within_formula": formula,
        "when": {"formula": "seats > 3 && seats < 9"},
    }
    story = Story(handlers, item, fields={"seats": 5})
    assert hour(story.row()["target"]) == "09:30"
    assert story.sets(seats=9)["body"]["milestones"][0]["outcome"] == "cancelled"


def test_A2_what_an_action_changes_is_evaluated_in_the_write_that_fires_it(
    handlers: Handlers,
) -> None:
    raised = {**BREACH, "do": [{"update": {"priority": "Critical"}}]}
    urgent = {
        "milestone": "Rescue",
        "within": "2h",
        "start": "criteria",
        "when": high(value="Critical"),
    }
    story = Story(handlers, {"actions": [raised]}, urgent).at("10:01")
    case = story.case()
    assert case["priority"] == "Critical"
    assert [hour(row["start"]) for row in case["milestones"]] == ["09:00", "10:00"]


def test_O2_what_falls_to_somebody_who_is_away_waits_in_the_fallback_queue_until_it_is_accepted(
    handlers: Handlers,
) -> None:
    alert = {**BREACH, "do": [{"email": {"template": "late", "to": ["owner"]}}]}
    second = {"name": "still", "on": "violation", "after": "30m", "do": alert["do"]}
    story = Story(
        handlers,
        {"actions": [alert, second]},
        documents=(
            {"kind": "user", "name": "ann", "email": "ann@scenario.example", "away": True},
            {"kind": "assignment_rules", "rules": [{"user": "ann"}]},
            {"kind": "mail_template", "name": "late", "subject": "late", "text": "late"},
        ),
    )
    assert (story.case()["owner"], story.case()["queue"]) == (None, "Desk")
    story.at("10:01")
    assert [one.mail.to for one in story.town.postman.posted] == [("desk@scenario.example",)]
    taken = story.commands("accept")
    assert (taken["owner"] is not None, taken["queue"]) == (True, None)
    story.at("10:31")
    assert story.town.postman.posted[-1].mail.to == (f"{taken['owner']}@scenario.example",)
