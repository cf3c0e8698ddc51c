"""What a process refuses when it is read, and what publishing refuses or warns of (P5)."""

from typing import Any

import pytest

from shared.domain.process import EntitlementProcess
from shared.domain.process_check import KnownNames, check_process
from shared.errors import Refused

KNOWN = KnownNames(
    calendars=frozenset({"24x7", "Office"}),
    templates=frozenset({"warning"}),
    queues=frozenset({"Tier 1"}),
    users=frozenset({"alex"}),
    roles=frozenset({"agents"}),
    fields=frozenset({"priority", "status", "account.tier"}),
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
        in refused(a_process({"milestone": "Reply", "within": 0}))["milestones[0]"]
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


def test_P5_what_is_not_available_yet_is_refused_and_never_ignored() -> None:
    action = {"name": "s", "on": "success", "do": [{"webhook": {"target": "x"}}]}
    watched = {
        "name": "w",
        "on": "violation",
        "after": "0m",
        "do": [{"email": {"template": "warning", "to": ["watchers"]}}],
    }
    faults, _ = checked(a_process(reply(action, watched)))
    assert set(faults.values()) == {
        "the action 'webhook' is not available yet",
        "nobody can watch a record yet",
    }


def test_K3_formulas_that_cannot_be_read_are_refused_with_their_place() -> None:
    found = refused(
        a_process(
            {"milestone": "Reply", "within_formula": "IF(priority = 'High', 60"},
            reply(when={"formula": "EXPLODE(status)"}),
        )
    )
    assert found["milestones[0].within_formula"] == "expected ')' or ',' at the end"
    assert found["milestones[1].when"] == "there is no function EXPLODE"


def test_P5_fields_and_kinds_in_formulas_are_checked() -> None:
    faults, _ = checked(
        a_process(
            {"milestone": "Reply", "within_formula": "colour + 1"},
            reply(when={"formula": "LEN(status) > 'many'"}),
        )
    )
    assert faults == {
        "milestones[0].within_formula": "unknown field 'colour'",
        "milestones[1].when.formula": "LEN(…) is a number and is compared with the text 'many'",
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
