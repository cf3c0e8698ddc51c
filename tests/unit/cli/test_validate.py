"""`milepost validate` tells every fault with file, line and path, and answers with its exit code."""

from pathlib import Path

import pytest

from cli.main import run

SOUND = """\
kind: settings
zone: Europe/Berlin
default_queue: Tier 1
---
kind: queue
name: Tier 1
"""

BAD = """\
kind: process
name: Gold
business_hours: Office
milestones:
  - milestone: First Response
    within: 1h
    when: {items: [{field: priority, operator: is, value: High}]}
    actions:
      - name: warn
        on: warning
        before: -30
      - name: breach
        on: violation
        at: 75%
  - milestone: Resolution
    within: 4h
---
kind: entitlement
external_id: cover
account: nobody
process: Gold
end_date: 2026-02-30
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "settings.yaml").write_text(SOUND)
    return tmp_path


def test_a_sound_folder_is_answered_with_its_size(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", str(folder)]) == 0
    assert capsys.readouterr() == ("2 documents, no faults.\n", "")


def test_every_fault_has_its_file_line_and_path(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(BAD)
    (folder / "worse.yaml").write_text("kind: [\n")

    assert run(["validate", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "bad.yaml:7: milestones[0].when.items[0].operator: " + OPERATORS,
        "bad.yaml:11: milestones[0].actions[0].before: -30 minutes: a duration is not negative",
        "bad.yaml:12: milestones[0].actions[1]: a violation takes after alone",
        "bad.yaml:22: end_date: '2026-02-30' is no day of the calendar",
        "worse.yaml:2: not YAML: did not find expected node content",
        "5 faults in the files.",
    ]


OPERATORS = (
    "must be 'equals', 'not_equal', 'less_than', 'greater_than', 'less_or_equal', "
    "'greater_or_equal', 'contains', 'not_contains', 'starts_with', 'in', 'not_in', "
    "'includes', 'excludes', 'within' or 'is_blank'"
)


HALF_READABLE = """\
kind: calendar
name: Never
zone: UTC
week: {}
---
kind: fields
for: case
fields:
  - {name: seats, type: number}
---
kind: process
name: Gold
milestone_types: {Update: {recurrence: sequential}, Ghost: {}}
milestones:
  - milestone: Reply
    within: 1h
    when: {formula: AND(ISBLANK(Type}
  - milestone: Call
    within: 1h
    when: {formula: Colour = 'red'}
  - milestone: Fix
    within: 1h
    when: {formula: seats > 'many'}
    actions:
      - {name: none, on: warning, at: 0%}
      - {name: more, on: warning, at: 150%}
      - {name: long, on: warning, before: 2h}
      - name: told
        on: violation
        do:
          - {email: {template: gone, to: []}}
          - {update: {nowhere: 1}}
  - milestone: Update
  - milestone: Visit
    within: 4h
  - milestone: Visit
    within: 8h
  - milestone: Part
    within_formula: "'soon'"
    when: {items: []}
"""


TOLD_OF_HALF = """\
warning: half.yaml:27: milestones[2].actions[2].before: the warning is longer than the allowed time: it is always past when it is planned, and skipped
warning: half.yaml:36: milestones[5].when: never applies: milestones[4] of this type has the same type and criteria
half.yaml:4: week: the calendar is never open
half.yaml:13: milestone_types.Ghost: no milestone is of this type
half.yaml:17: milestones[0].when.formula: expected ')' or ',' at column 17, where the formula ends
half.yaml:20: milestones[1].when.formula: unknown field 'colour', at column 1
half.yaml:23: milestones[2].when.formula: 'seats' is a number and is compared with 'many', a text, at column 1
half.yaml:25: milestones[2].actions[0].at: '0%' is no percentage from 1% to 99%
half.yaml:26: milestones[2].actions[1].at: '150%' is no percentage from 1% to 99%
half.yaml:31: milestones[2].actions[3].do[0].email.to: must not be empty
half.yaml:32: milestones[2].actions[3].do[1].update.nowhere: unknown field 'nowhere'; did you mean owner?
half.yaml:33: milestones[3]: give either within or within_formula
half.yaml:39: milestones[6].within_formula: the allowed time, in minutes, is a number, but the formula gives a text
half.yaml:40: milestones[6].when: a condition needs items or a formula
12 faults in the files.
"""


def test_P5_what_can_be_read_of_a_process_with_faults_is_judged_in_the_same_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "half.yaml").write_text(HALF_READABLE)

    assert run(["validate", str(folder)]) == 1
    assert capsys.readouterr().err == TOLD_OF_HALF


def test_references_are_told_with_the_line_of_the_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "people.yaml").write_text(
        "kind: queue\nname: Tier 2\nmembers:\n  - alex\n  - sam\n---\nkind: user\nname: sam\n"
    )

    assert run(["validate", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "people.yaml:4: members[0]: there is no user 'alex'",
        "1 fault in the files.",
    ]


def test_a_folder_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "/no/such/folder"]) == 2
    assert "Directory '/no/such/folder' does not exist." in capsys.readouterr().err
