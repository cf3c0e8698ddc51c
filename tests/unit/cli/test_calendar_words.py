"""Whoever changes a calendar reads who counts by it, and how to move them (C7)."""

from pathlib import Path

import pytest
import yaml

from cli import apply as apply_command
from cli import plan as plan_command
from cli.main import run
from tests.support.revised_town import LEAD, RevisedTown, documents

USE = (
    "3 open milestones of 3 cases count by it, and stay on the revision that they have: "
    "milepost job run recompute calendar=Desk moves them"
)


def folder(path: Path, **given: str) -> str:
    (path / "town.yaml").write_text(yaml.safe_dump_all(documents(**given)))
    return str(path)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> RevisedTown:
    town = RevisedTown()
    for command in (apply_command, plan_command):
        monkeypatch.setattr(command, "world_of", lambda _stage: (town.world, LEAD))
    town.clock.tick(60)
    return town


def say(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert run(list(words)) == 0
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_C7_a_plan_and_an_apply_say_how_many_milestones_count_by_a_calendar(
    town: RevisedTown, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    town.open(3)
    town.open(2, "beta")
    later = folder(tmp_path, closes="20:00")
    assert USE in say(capsys, "plan", later)
    assert USE in say(capsys, "apply", later)
    assert not [line for line in say(capsys, "plan", later) if "count by it" in line]


def test_C7_an_apply_may_recompute_at_once(
    town: RevisedTown, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    numbers = town.open(3)
    lines = say(capsys, "apply", folder(tmp_path, closes="20:00"), "--recompute")
    assert lines[-1].endswith("done; 3 of 3: 3 changed, 0 unchanged, 0 failed")
    assert {town.revision_of(number) for number in numbers} == {2}


def test_C7_a_calendar_by_which_nobody_counts_is_said_to_be_free(
    town: RevisedTown, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = say(capsys, "plan", folder(tmp_path, closes="20:00"))
    assert "no open case counts by it" in lines
