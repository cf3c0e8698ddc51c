"""`milepost process` leads a version from clone to retirement, and says first whom it concerns."""

import pytest
from click.testing import CliRunner

import cli.process as process_module
from cli.process import process
from shared.domain.history import Caller
from shared.workflows.process_draft import read_draft, save_draft
from tests.support.town import Town

MARIA = Caller(name="maria", door="cli", roles=("managers",))


def test_P3_a_version_is_cloned_published_made_default_and_the_old_one_retired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = Town("acme")
    monkeypatch.setattr(process_module, "world_of", lambda _stage: (town.world, MARIA))

    def run(*words: str) -> str:
        done = CliRunner().invoke(process, words)
        assert done.exit_code == 0, done
        return done.output

    run("clone", "Gold support", "1")
    held = read_draft(town.world, "Gold support")
    document = {**held.document["document"], "notes": "tighter"}
    save_draft(town.world, "Gold support", document, MARIA, expected=held.edition)
    assert "Gold support: 1 default; a draft" in run("list")

    assert "version 2 of Gold support is published" in run("publish", "Gold support")
    told = run("default", "Gold support", "2", "--yes")
    assert "stay on the version that they have" in told
    assert "entitlements are pinned to it" in run("retire", "Gold support", "1", "--yes")
    assert "Gold support: 1 retired, 2 default\n" in run("list")
