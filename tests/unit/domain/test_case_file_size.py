"""The case file stays small (§1): its budget, measured on files that lived."""

import json
from pathlib import Path
from typing import Any

from shared.business_time import ALWAYS_OPEN, timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.engine import decide, next_instant
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden" / "case-file-v1.json"
START = 1_772_442_000


def actions(count: int) -> list[dict[str, Any]]:
    email = {"email": {"template": "a-template", "to": ["owner"]}}
    return [
        {"name": f"action-{n}", "on": "violation", "after": f"{n}m", "do": [email]}
        for n in range(count)
    ]


def a_file(process: EntitlementProcess) -> CaseFile:
    return CaseFile(
        number="3K7Q9WZDD",
        origin="web",
        created_at=START,
        changed_at=START,
        fields={
            "status": "New",
            "priority": "High",
            "subject": "Conveyor stopped in hall 2",
            "queue": "Tier 1",
            "account.name": "Acme",
            "account.tier": "Gold",
            "contact.name": "Ann",
            "contact.email": "ann@acme.example",
        },
        account="acme",
        entitlement="acme-gold",
        process=Pin(name=process.name, version=1),
    )


def lived(process: EntitlementProcess, until: int) -> tuple[CaseFile, Policies]:
    policies = Policies(process=process, calendars={"24x7": timetable(ALWAYS_OPEN)})
    file = decide(a_file(process), policies, Change(created=True), START).file
    while (due := next_instant(file, policies)) is not None and due <= until:
        file = decide(file, policies, Change(), due).file.model_copy(update={"effects": ()})
    return file, policies


def size(file: CaseFile) -> int:
    return len(json.dumps(file.model_dump(mode="json", exclude_defaults=True)).encode())


def test_three_milestones_with_three_actions_fit_into_4_kb() -> None:
    process = EntitlementProcess.parse(
        {
            "name": "Gold",
            "milestones": [
                {"milestone": name, "within": "1h", "actions": actions(3)}
                for name in ("First Response", "Update", "Resolution")
            ],
        }
    )
    assert size(lived(process, START)[0]) <= 4_096
    assert size(lived(process, START + 10_000)[0]) <= 4_096


def test_P6_two_hundred_milestones_with_five_actions_all_fired_fit_into_64_kb() -> None:
    process = EntitlementProcess.parse(
        {
            "name": "Huge",
            "milestones": [
                {"milestone": f"Milestone number {n}", "within": "1h", "actions": actions(5)}
                for n in range(200)
            ],
        }
    )
    file, _ = lived(process, START + 4_000)
    assert all(len(milestone.done) == 5 for milestone in file.sla.milestones)
    assert size(file) <= 65_536


def test_M6_a_thousand_recurrences_are_no_larger_than_ten() -> None:
    process = EntitlementProcess.parse(
        {
            "name": "Updates",
            "milestone_types": {"Update": {"recurrence": "independent"}},
            "milestones": [{"milestone": "Update", "within": "1h"}],
        }
    )
    policies = Policies(process=process, calendars={"24x7": timetable(ALWAYS_OPEN)})
    file = decide(a_file(process), policies, Change(created=True), START).file
    sizes = {}
    gone = 0
    for turn in range(1, 1_001):
        decision = decide(file, policies, Change(complete="Update"), START + turn * 60)
        file, gone = decision.file, gone + len(decision.past)
        sizes[turn] = size(file)
    assert sizes[1_000] <= sizes[10] + 16
    assert gone == 999


def test_a_stored_case_file_of_schema_1_still_reads() -> None:
    stored = json.loads(GOLDEN.read_text())
    file = CaseFile.model_validate(stored)
    assert file.model_dump(mode="json", exclude_defaults=True) == stored
    assert file.sla.stop is not None
    assert {m.outcome for m in file.sla.milestones} == {
        "open",
        "scheduled",
        "completed",
        "cancelled",
        "exited",
    }
