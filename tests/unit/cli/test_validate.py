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
