"""What a process refuses when it is read, and what publishing refuses or warns of (P5)."""

from typing import Any

import pytest

from shared.domain.call_target import CallTarget
from shared.domain.known_names import KnownNames
from shared.domain.process import EntitlementProcess
from shared.domain.process_check import check_process
from shared.errors import Refused

KNOWN = KnownNames(
    calendars=frozenset({"24x7", "Office"}),
    templates=frozenset({"warning"}),
    queues=frozenset({"Tier 1"}),
    users=frozenset({"alex"}),
    roles=frozenset({"agents"}),
    fields=frozenset({"priority", "status", "account.tier"}),
    targets={
        "Pager": CallTarget(
            name="Pager", type="webhook", url="https://pager.example/in", secret="pager"
        ),
        "Room": CallTarget(name="Room", type="chat", url="https://chat.example/in", words="Hello"),
        "Silent": CallTarget(name="Silent", type="chat", url="https://chat.example/in"),
        "Broken": None,
    },
)


def a_process(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    first = {"milestone": "Reply", "within": "1h"}
    return {"name": "Gold", "milestones": list(items) or [first], **more}


def refused(document: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Refused) as error:
        EntitlementProcess.parse(document)
    return {fault.pointer: fault.message for fault in error.value.faults}


def checked(document: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    faults, warnings = check_process(EntitlementProcess.parse(document), KNOWN)
    return ({f.pointer: f.message for f in faults}, {w.pointer: w.message for w in warnings})


def reply(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"milestone": "Reply", "within": "1h", "actions": list(actions), **more}


def test_P5_an_empty_process_is_refused() -> None:
    assert refused({"name": "Gold", "milestones": []}) == {"milestones": "must not be empty"}


def test_P5_every_fault_is_told_at_once_with_its_path() -> None:
    found = refused(
        a_process(
            {"milestone": "Reply", "within": "-1h"},
            {"milestone": "Reply"},
            reply({"name": "w", "on": "warning", "at": "150%"}),
            reply({"name": "w", "on": "warning", "at": "0%"}),
            reply({"name": "w", "on": "violation", "before": "1h"}),
            reply(complete={"event": "sneezed"}),
            reply(when={"items": [{"field": "a", "operator": "near", "value": 1}]}),
            colour="red",
        )
    )
    assert set(found) == {
        "colour",
        "milestones[0].within",
        "milestones[1]",
        "milestones[2].actions[0].at",
        "milestones[3].actions[0].at",
        "milestones[4].actions[0]",
        "milestones[5].complete.event",
        "milestones[6].when.items[0].operator",
    }
    assert "no duration" in found["milestones[0].within"]


def test_P5_a_zero_allowed_time_is_refused() -> None:
    assert (
        "longer than zero"
        in refused(a_process({"milestone": "Reply", "within": 0}))["milestones[0].within"]
    )


def test_K1_filter_logic_that_names_no_item_is_refused() -> None:
    items = [{"field": "priority", "operator": "equals", "value": "High"}]
    for logic in ("1 AND 2", "1 AND", "(1", "1 XOR 1", "0"):
        assert refused(a_process(reply(when={"items": items, "logic": logic})))


def test_P5_names_that_do_not_resolve_are_refused_with_their_paths() -> None:
    email = {"email": {"template": "nothing", "to": [{"queue": "Tier 9"}, {"role": "kings"}]}}
    escalate = {"escalate": {"queue": "Tier 8"}}
    action = {"name": "w", "on": "violation", "after": "0m", "do": [email, escalate]}
    faults, _ = checked(a_process(reply(action, business_hours="Mars"), business_hours="Moon"))
    at = "milestones[0].actions[0].do"
    assert faults == {
        "business_hours": "there is no calendar 'Moon'",
        "milestones[0].business_hours": "there is no calendar 'Mars'",
        f"{at}[0].email.template": "there is no mail template 'nothing'",
        f"{at}[0].email.to[0]": "there is no queue 'Tier 9'",
        f"{at}[0].email.to[1]": "there is no role 'kings'",
        f"{at}[1].escalate.queue": "there is no queue 'Tier 8'",
    }


def test_P5_fields_that_nobody_declared_are_refused() -> None:
    when = {"items": [{"field": "colour", "operator": "equals", "value": "red"}]}
    update = {"name": "s", "on": "success", "do": [{"update": {"shape": "round"}}]}
    faults, _ = checked(a_process(reply(update, when=when)))
    assert faults == {
        "milestones[0].when.items[0].field": "unknown field 'colour'",
        "milestones[0].actions[0].do[0].update.shape": "unknown field 'shape'",
    }


def test_P5_calls_tasks_and_events_are_checked_with_their_paths() -> None:
    do = [
        {"webhook": {"target": "Nobody"}},
        {"webhook": {"target": "Room", "fields": ["priority", "colour"]}},
        {"chat": {"target": "Pager", "template": "none"}},
        {"chat": {"target": "Silent"}},
        {"chat": {"target": "Broken"}},
        {"task": {"subject": "Call {{contact.nam}}", "to": {"user": "zoe"}}},
        {"event": {"name": "late", "fields": {"who": {"formula": "UPPER(colour)"}}}},
        {"email": {"template": "warning", "to": ["watchers", {"user": "zoe"}]}},
    ]
    faults, _ = checked(a_process(reply({"name": "s", "on": "success", "do": do})))
    at = "milestones[0].actions[0].do"
    assert faults == {
        f"{at}[0].webhook.target": "there is no call target 'Nobody'",
        f"{at}[1].webhook.target": "the call target 'Room' is a chat",
        f"{at}[1].webhook.fields[1]": "unknown field 'colour'",
        f"{at}[2].chat.target": "the call target 'Pager' is a webhook",
        f"{at}[2].chat.template": "there is no mail template 'none'",
        f"{at}[3].chat.template": "it has nothing to say: name a template, or give 'Silent' words",
        f"{at}[5].task.to": "there is no user 'zoe'",
        f"{at}[5].task.subject": "'{{contact.nam}}' is not a merge field",
        f"{at}[6].event.fields.who.formula": "unknown field 'colour', at column 7",
        f"{at}[7].email.to[1]": "there is no user 'zoe'",
    }


def test_P5_calls_tasks_and_events_that_make_no_sense_are_refused_when_read() -> None:
    do = [
        {"webhook": {"target": "Pager", "url": "https://x.example"}},
        {"chat": {}},
        {"task": {"subject": " ", "to": "contact"}},
        {"task": {"subject": "x" * 201, "to": "owner", "within": "-1h"}},
        {"event": {"name": "no blanks", "fields": {"1st": "x"}}},
        {"task": {"subject": "x", "to": "owner"}, "event": {"name": "two"}},
    ]
    found = refused(a_process(reply({"name": "s", "on": "success", "do": do})))
    at = "milestones[0].actions[0].do"
    assert found.keys() == {
        f"{at}[0].webhook.url",
        f"{at}[1].chat.target",
        f"{at}[2].task.subject",
        f"{at}[2].task.to",
        f"{at}[3].task.subject",
        f"{at}[3].task.within",
        f"{at}[4].event.name",
        f"{at}[4].event.fields.1st",
        f"{at}[5]",
    }


def test_K3_formulas_that_cannot_be_read_are_refused_with_their_place() -> None:
    found = refused(
        a_process(
            {"milestone": "Reply", "within_formula": "IF(priority = 'High', 60"},
            reply(when={"formula": "EXPLODE(status)"}),
        )
    )
    assert found["milestones[0].within_formula"] == (
        "expected ')' or ',' at column 25, where the formula ends"
    )
    assert found["milestones[1].when.formula"] == "there is no function EXPLODE, at column 1"


def test_P5_fields_and_kinds_in_formulas_are_checked() -> None:
    faults, _ = checked(
        a_process(
            {"milestone": "Reply", "within_formula": "colour + 1"},
            reply(when={"formula": "LEN(status) > 'many'"}),
        )
    )
    assert faults == {
        "milestones[0].within_formula": "unknown field 'colour', at column 1",
        "milestones[1].when.formula": (
            "LEN(…) is a number and is compared with 'many', a text, at column 1"
        ),
    }


def test_P5_an_action_that_feeds_the_criteria_is_warned_of() -> None:
    when = {"items": [{"field": "priority", "operator": "equals", "value": "High"}]}
    escalate = {
        "name": "up",
        "on": "violation",
        "after": "0m",
        "do": [{"escalate": {"priority": "Critical"}}],
    }
    faults, warnings = checked(a_process(reply(escalate, when=when)))
    assert faults == {}
    assert "priority" in warnings["milestones[0].actions[0]"]


def test_P5_a_warning_longer_than_the_allowed_time_is_accepted_with_a_warning() -> None:
    faults, warnings = checked(a_process(reply({"name": "w", "on": "warning", "before": "2h"})))
    assert faults == {}
    assert "always past" in warnings["milestones[0].actions[0].before"]


def test_P5_two_milestones_of_one_type_with_equal_criteria_are_warned_of() -> None:
    _, warnings = checked(a_process(reply(), reply()))
    assert "never applies" in warnings["milestones[1].when"]


def test_P1_the_file_form_goes_round() -> None:
    document = a_process(
        reply(
            {"name": "w", "on": "warning", "at": "75%", "do": [{"update": {"status": "Late"}}]},
            {
                "name": "b",
                "on": "violation",
                "after": "30m",
                "hours": "clock",
                "do": [{"email": {"template": "warning", "to": ["owner", {"queue": "Tier 1"}]}}],
            },
            complete={"event": "first_public_reply"},
        ),
        milestone_types={"Reply": {"recurrence": "sequential"}},
    )
    process = EntitlementProcess.parse(document)
    assert EntitlementProcess.parse(process.to_mapping()) == process


def test_P6_two_hundred_milestones_are_read_and_checked() -> None:
    items = [reply({"name": f"a{n}", "on": "warning", "before": "5m"}) for n in range(200)]
    process = EntitlementProcess.parse(a_process(*items))
    assert len(process.milestones) == 200
