"""What actions do, through the deployed handlers: out of the door, reported back, and held (A1-A5)."""

import json
from collections.abc import Mapping
from itertools import pairwise
from types import ModuleType
from typing import Any

from shared.domain.claims import MAX_TRIES
from shared.domain.signature import sign
from shared.ports import Posted
from tests.live.doors import MANAGER
from tests.live.story import DAY, Story
from tests.support.fakes.memory_outgoing import MemoryOutgoing
from tests.support.fakes.memory_secrets import MemorySecrets

Handlers = Mapping[str, ModuleType]

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DOCUMENTS: list[dict[str, Any]] = [
    {
        "kind": "call_target",
        "name": "Pager",
        "type": "webhook",
        "url": "https://hooks.pager.example/in",
        "secret": "pager",
    },
    {
        "kind": "call_target",
        "name": "Room",
        "type": "chat",
        "url": "https://chat.example/hooks/{secret}",
        "secret": "room",
        "words": "{{milestone.name}} of {{case.number}} is late",
    },
    {
        "kind": "mail_template",
        "name": "told",
        "subject": "{{case.number}}",
        "text": "{{milestone.name}} is late.",
    },
]
HOOK = {"webhook": {"target": "Pager", "fields": ["account.tier"]}}
MAIL = {"email": {"template": "told", "to": ["owner"]}}
TIER = "Gold"


def breach(*do: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "breach", "on": "violation", "after": "0m", "do": list(do), **more}


def a_story(handlers: Handlers, *items: dict[str, Any], **more: Any) -> Story:
    fields = {"account.tier": TIER, **more.pop("fields", {})}
    return Story(handlers, *items, documents=DOCUMENTS, fields=fields, **more)


def secrets() -> MemorySecrets:
    return MemorySecrets(pager=(KEY,), room=("T00/B00/hidden",))


def test_A1_A4_a_webhook_and_a_chat_leave_through_their_door_and_come_back_as_told(
    handlers: Handlers,
) -> None:
    chat = {"chat": {"target": "Room"}}
    story = a_story(handlers, {"actions": [breach(HOOK, chat)]}).at("10:01")
    outside = MemoryOutgoing()
    story.doors.call_out(outside, secrets())
    hook, room = outside.posted
    at = int(hook.headers["webhook-timestamp"])
    identifier = f"{story.number}.0.1.0.0"
    assert hook.headers["webhook-id"] == identifier
    assert hook.headers["webhook-signature"] == sign([KEY], identifier, at, hook.body.decode())
    body = json.loads(hook.body)
    assert (body["due_at"], body["at"], body["fields"]) == (
        f"{DAY}10:00:00Z",
        f"{DAY}10:00:00Z",
        {"account.tier": TIER},
    )
    assert room.url == "https://chat.example/hooks/T00/B00/hidden"
    assert json.loads(room.body) == {"text": f"Reply of {story.number} is late"}
    told = [
        ("10:01", "webhook 'breach' sent to Pager (HTTP 200: thank you)"),
        ("10:01", "chat 'breach' sent to Room (HTTP 200: thank you)"),
    ]
    assert story.at("10:02").tells("call") == told
    assert story.town.store.records.load(story.number).effects == ()
    story.doors.sweep()
    story.at("13:00").doors.call_out(outside, secrets())
    assert len(outside.posted) == 2


def test_A3_a_call_that_fails_is_tried_again_then_parked_in_sight_and_redriven(
    handlers: Handlers,
) -> None:
    story = a_story(handlers, {"actions": [breach(HOOK)]}).at("10:00")
    outside, seen = MemoryOutgoing(answer=Posted(503, "not now")), set[str]()
    for minute in range(1, 4 * 60):
        story.at(f"{DAY}{10 + minute // 60:02}:{minute % 60:02}:30Z")
        story.doors.call_out(outside, secrets())
        seen |= {words for _, words in story.tells("call")}
    assert "webhook 'breach' is tried again" in seen
    assert len(outside.posted) == MAX_TRIES
    assert len({post.headers["webhook-id"] for post in outside.posted}) == 1
    made = [int(post.headers["webhook-timestamp"]) for post in outside.posted]
    waits = [later - earlier for earlier, later in pairwise(made)]
    assert waits == sorted(waits)
    assert waits[-1] >= 32 * 60
    (parked,) = story.doors.told("GET", "/effects/parked")["items"]
    assert (parked["effect"], parked["attempts"]) == (f"{story.number}.0.1.0.0", MAX_TRIES)
    assert parked["detail"] == "HTTP 503: not now"
    outside.answer = Posted(200)
    story.doors.told("POST", f"/effects/{parked['effect']}/redrive", {}, **MANAGER)
    story.at("14:01").doors.call_out(outside, secrets())
    assert outside.posted[-1].headers["webhook-id"] == parked["effect"]
    assert story.at("14:02").tells("call")[-1][1].startswith("webhook 'breach' sent to Pager")
    assert story.doors.told("GET", "/effects/parked")["items"] == []


def test_A1_a_task_and_an_event_are_made_in_the_write_that_fires(handlers: Handlers) -> None:
    task = {"task": {"subject": "Call about {{case.number}}", "to": "owner", "within": "30m"}}
    event = {"event": {"name": "late", "fields": {"high": {"formula": "Priority = 'High'"}}}}
    story = a_story(handlers, {"actions": [breach(task, event)]}).at("10:01")
    (made,) = story.asks("GET", "/tasks")["body"]["items"]
    assert (made["subject"], made["queue"]) == (f"Call about {story.number}", "Desk")
    assert (made["made_at"], made["due_at"]) == (f"{DAY}10:00:00Z", f"{DAY}10:30:00Z")
    story.doors.publish()
    ((name, detail),) = story.town.bus.raised
    assert (name, detail["number"], detail["fields"]) == ("late", story.number, {"high": True})


def test_A5_what_is_held_leaves_when_the_calendar_opens_and_the_fact_stands_at_once(
    handlers: Handlers,
) -> None:
    item = {
        "within": "8h",
        "actions": [
            breach(
                MAIL,
                {"escalate": {"queue": "Desk"}},
                after="3h",
                hours="clock",
                hold_until_open=True,
            )
        ],
    }
    story = a_story(handlers, item, business_hours="Office").at("21:00")
    assert story.actions() == [("breach", "20:00", "fired")]
    assert story.case()["fields"]["escalated"] is True
    assert story.town.postman.posted == []
    assert story.tells("mail") == [("09:00", "mail 'breach' is held until the calendar opens")]
    story.at("2026-03-03T08:59:00Z")
    assert story.town.postman.posted == []
    story.at("2026-03-03T09:01:00Z")
    assert len(story.town.postman.posted) == 1
    assert story.tells("mail") == [("09:00", "mail 'breach' sent to desk@scenario.example")]


def test_M12_offsets_count_in_the_calendar_or_by_the_clock(handlers: Handlers) -> None:
    actions = [
        breach(after="1h", name="business"),
        breach(after="1h", name="clock", hours="clock"),
        {"name": "warn", "on": "warning", "before": "9h", "hours": "clock"},
    ]
    item = {"within": "8h", "actions": actions}
    story = a_story(handlers, item, business_hours="Office").at("2026-03-03T12:00:00Z")
    assert story.actions() == [
        ("warn", "09:00", "skipped"),
        ("clock", "18:00", "fired"),
        ("business", "10:00", "fired"),
    ]


def test_M13_a_trigger_that_is_past_when_it_is_planned_does_as_it_says(handlers: Handlers) -> None:
    def of(name: str, if_late: str | None, before: str) -> dict[str, Any]:
        given = {} if if_late is None else {"if_late": if_late}
        return {"name": name, "on": "warning", "before": before, **given}

    actions = [
        of("default", None, "50m"),
        of("fires", "fire", "45m"),
        of("skips", "skip", "40m"),
        of("last", "last_only", "35m"),
        of("ahead", "last_only", "5m"),
    ]
    when = {"items": [{"field": "priority", "operator": "equals", "value": "Critical"}]}
    story = a_story(handlers, {"when": when, "actions": actions}).at("09:40")
    story.sets(priority="Critical")
    assert story.actions() == [
        ("default", "09:40", "skipped"),
        ("fires", "09:40", "fired"),
        ("skips", "09:40", "skipped"),
        ("last", "09:40", "fired"),
    ]
    assert story.at("10:00").actions()[-1] == ("ahead", "09:55", "fired")


def test_K5_a_timer_reads_the_kept_value_and_the_next_change_the_new_one(
    handlers: Handlers,
) -> None:
    gold = {"formula": "Account.Tier__c = 'Gold'"}
    raised = {"update": {"sla_tier": {"formula": "account.tier"}}}
    items = (
        {"actions": [breach(raised)]},
        {"milestone": "Golden", "within": "8h", "when": gold},
    )
    story = a_story(handlers, *items, fields={"sla_tier": "unknown"})
    story.changes_account(tier="Silver")
    story.at("10:01")
    assert story.case()["fields"]["sla_tier"] == "Gold"
    assert story.row(1)["outcome"] == "open"
    story.sets(subject="Something else")
    assert story.case()["related"]["account.tier"] == "Silver"
    assert story.row(1)["outcome"] == "cancelled"


def test_K6_a_closed_status_is_one_that_is_declared_so(handlers: Handlers) -> None:
    story = a_story(handlers, exit=None)
    refused = story.sets(status="Gone")
    assert refused["status"] == 422
    assert story.sets(status="Finished")["body"]["milestones"][0]["outcome"] == "exited"


def test_A2_a_cascade_that_feeds_itself_stops_with_a_line_in_the_story(handlers: Handlers) -> None:
    def side(name: str, here: str, there: str) -> dict[str, Any]:
        at = {"items": [{"field": "ball", "operator": "equals", "value": here}]}
        hit = {"name": "hit", "on": "success", "do": [{"update": {"ball": there}}]}
        return {"milestone": name, "complete": at, "actions": [hit]}

    story = a_story(
        handlers,
        side("Ping", "a", "b"),
        side("Pong", "b", "a"),
        fields={"ball": "c"},
        milestone_types={name: {"recurrence": "independent"} for name in ("Ping", "Pong")},
    )
    story.at("09:10").sets(ball="a")
    stopped = [words for _, words in story.tells("milestone") if "cascade" in words]
    assert stopped == ["stopped a cascade of actions (deeper than 10)"]
    story.doors.publish()
    assert len([one for one in story.actions() if one[2] == "fired"]) == 11
