"""`milepost process` leads a version from clone to retirement, and says first whom it concerns."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli.process as process_module
from cli.process import process
from shared.domain.history import Caller
from shared.errors import Absent
from tests.support.town import Town

MARIA = Caller(name="maria", door="cli", roles=("managers",))
GOLD = "Gold support"


class Desk:
    """Somebody at a terminal."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def __call__(self, *words: str) -> str:
        done = CliRunner().invoke(process, words)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Desk:
    town = Town("acme")
    monkeypatch.setattr(process_module, "world_of", lambda _stage: (town.world, MARIA))
    return Desk(town)


def test_P3_a_version_is_cloned_edited_as_a_file_published_made_default_and_the_old_one_retired(
    run: Desk, tmp_path: Path
) -> None:
    run("clone", GOLD, "1")
    assert f"{GOLD}: 1 default; a draft" in run("list")
    file = tmp_path / "draft.yaml"
    file.write_text(re.sub("(?m)^notes: .*", "notes: tighter", run("show", GOLD, "--draft")))
    assert "(edition 2)" in run("save", str(file))

    assert f"version 2 of {GOLD} is published" in run("publish", GOLD)
    told = run("default", GOLD, "2", "--yes")
    assert "stay on the version that they have" in told
    assert "pinned to it" in run("retire", GOLD, "1", "--yes")
    assert f"{GOLD}: 1 retired, 2 default\n" in run("list")

    versions = run("versions", GOLD).splitlines()
    assert [line.split()[:2] for line in versions] == [["2", "default"], ["1", "retired"]]
    assert versions[0].endswith("tighter")


def test_P2_a_version_that_is_shown_saves_again_as_the_draft_of_its_process(
    run: Desk, tmp_path: Path
) -> None:
    shown = run("show", GOLD, "--version", "1")
    assert shown.startswith("# version 1 is default; ")
    assert shown == run("show", GOLD)
    file = tmp_path / "gold.yaml"
    file.write_text(shown, "utf-8")

    told = run("save", str(file))
    assert "fault" not in told
    assert "version 1 of" in run("publish", GOLD)
    with pytest.raises(Absent):
        run("show", GOLD, "--version", "9")


def test_P5_a_draft_is_saved_with_its_faults_which_are_told_and_refuse_its_publishing(
    run: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "new.yaml"
    file.write_text("name: New\nretired: [1]\nmilestones: [{milestone: A, within: soon}]\n")

    told = run("save", str(file))

    assert "fault: /milestones/0/within: " in told
    assert "fault: /retired: stands in files alone" in told
    assert "# fault: /retired" in run("show", "New", "--draft")
    assert run("drop", "New", "--yes") == "the draft of New is gone\n"
    with pytest.raises(Absent):
        run("drop", "New", "--yes")
