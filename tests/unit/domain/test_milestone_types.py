"""The list of milestone types: what processes may name, and what they take over from it (P1, P5)."""

from typing import Any

import pytest

from shared.domain.milestone_types import as_listed, parse_milestone_types
from shared.domain.organisation import judge
from shared.domain.source_document import SourceDocument
from shared.errors import Refused

SETTINGS = {"kind": "settings", "zone": "UTC", "default_queue": "Desk"}
DESK = {"kind": "queue", "name": "Desk"}


def types(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "milestone_types", "types": list(listed)}


def process(*names: str, **more: Any) -> dict[str, Any]:
    milestones = [{"milestone": name, "within": "1h"} for name in names]
    return {"kind": "process", "name": "Gold", "milestones": milestones, **more}


def judged(*documents: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The process as it would be published, and every fault."""
    found = judge([SourceDocument("all.yaml", one) for one in (SETTINGS, DESK, *documents)])
    bodies = [entry.body for entry in found.entries if entry.kind.name == "process"]
    return dict(bodies[0]) if bodies else {}, [f"{one.path}: {one.message}" for one in found.faults]


def test_P5_without_a_list_every_name_is_a_type() -> None:
    assert judged(process("Reply", "Replay"))[1] == []


def test_P5_a_milestone_of_an_unlisted_type_is_a_fault_at_its_place() -> None:
    listed = types({"name": "Reply"}, {"name": "Repair"})
    assert judged(listed, process("Reply", "Repiar", "Visit"))[1] == [
        "milestones[1].milestone: there is no milestone type 'Repiar'; did you mean Repair?",
        "milestones[2].milestone: there is no milestone type 'Visit'",
    ]


def test_P5_other_faults_of_the_process_are_told_with_it() -> None:
    broken = process("Reply", "Visit", business_hours="Nowhere", notes=7)
    assert [fault.partition(":")[0] for fault in judged(types({"name": "Reply"}), broken)[1]] == [
        "notes",
        "business_hours",
        "milestones[1].milestone",
    ]


def test_P2_older_versions_in_a_file_keep_their_types() -> None:
    old = {"milestones": [{"milestone": "Visit", "within": "1h"}]}
    file = process("Reply", version=2, versions={1: old})
    assert judged(types({"name": "Reply"}), file)[1] == []


def test_M6_a_process_takes_over_the_recurrence_that_it_does_not_say() -> None:
    listed = types(
        {"name": "Update", "recurrence": "sequential"},
        {"name": "Reply", "recurrence": "independent"},
        {"name": "Idle", "recurrence": "sequential"},
        {"name": "Repair"},
    )
    own = {"Reply": {"recurrence": "none"}}
    body, faults = judged(listed, process("Update", "Reply", "Repair", milestone_types=own))
    assert faults == []
    assert body["milestone_types"] == {"Update": {"recurrence": "sequential"}, "Reply": {}}


def test_M6_what_has_taken_it_over_says_it_itself() -> None:
    listed = parse_milestone_types({"types": [{"name": "Update", "recurrence": "sequential"}]})
    once = as_listed({"milestones": [{"milestone": "Update"}]}, listed)
    other = parse_milestone_types({"types": [{"name": "Update", "recurrence": "independent"}]})
    assert as_listed(once, other) == once


@pytest.mark.parametrize(
    ("listed", "pointer"),
    [
        ([], "types"),
        ([{"name": "Reply"}, {"name": "reply"}], "types"),
        ([{"description": "nameless"}], "types[0].name"),
        ([{"name": "Reply", "recurrence": "weekly"}], "types[0].recurrence"),
        ([{"name": "Reply", "description": "x" * 1_001}], "types[0].description"),
        ([{"name": "Reply", "within": "1h"}], "types[0].within"),
    ],
)
def test_P5_a_list_that_cannot_be_read_says_where(listed: list[Any], pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_milestone_types({"types": listed})
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_P5_a_list_with_faults_judges_no_process() -> None:
    faults = judged(types({"name": ""}), process("Visit"))[1]
    assert [fault.partition(":")[0] for fault in faults] == ["types[0].name"]


def test_S3_a_rule_for_an_unlisted_type_is_a_fault_at_its_place() -> None:
    must = {"items": [{"field": "priority", "operator": "equals", "value": "High"}]}
    rule = {"milestones": ["REPLY", "Repiar"], "must": must, "message": "Only when it is urgent."}
    rules = {"kind": "milestone_rules", "rules": [rule]}
    listed = types({"name": "Reply"}, {"name": "Repair"})
    assert judged(listed, rules)[1] == [
        "rules[0].milestones[1]: there is no milestone type 'Repiar'; did you mean Repair?"
    ]
    assert judged(rules)[1] == []
