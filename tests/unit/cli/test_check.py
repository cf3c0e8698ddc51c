"""Conformance files: what counts as agreeing, and with which exit code."""

import json
from pathlib import Path

import pytest

from cli.main import run
from shared.workflows.export_scenario import export_scenario
from tests.support.town import Town


def checked(folder: Path, document: object) -> int:
    file = folder / "cases.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return run(["scenarios", "check", str(file)])


def test_Q5_an_exported_record_is_a_file_that_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town()
    number = town.post().number
    town.pass_minutes(3)
    assert checked(tmp_path, export_scenario(town.world, number)) == 0
    assert capsys.readouterr().out == "1 of 1 agree\n"


def test_Q5_one_changed_fact_of_it_does_not_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town()
    exported = export_scenario(town.world, town.post().number)
    exported["expect"]["roll_up"] = "closed_violation"
    assert checked(tmp_path, exported) == 1
    assert "roll_up is compliant, expected closed_violation" in capsys.readouterr().out


@pytest.mark.parametrize("document", [{}, {"scenarios": []}, {"scenarios": {}}])
def test_a_file_without_cases_agrees_with_nothing(tmp_path: Path, document: object) -> None:
    assert checked(tmp_path, document) == 1
