"""The command line answers in sentences and exit codes, and imports only what it is asked for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import exit_code, run
from shared.errors import Absent, Busy, MilepostError, Misconfigured, Refused, Unavailable

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("no"), 1),
        (Absent("nothing"), 3),
        (Unavailable("away"), 4),
        (Misconfigured("broken"), 4),
        (Busy("later"), 4),
    ],
)
def test_scripts_can_tell_failures_apart(error: MilepostError, code: int) -> None:
    assert exit_code(error) == code


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["aply"]) == 2
    assert "No such command 'aply'." in capsys.readouterr().err


def test_help_names_every_command_without_importing_any(capsys: pytest.CaptureFixture[str]) -> None:
    heavy = "import sys, cli.main; cli.main.run(['--help']); print('boto3' in sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", heavy], capture_output=True, text=True, check=True
    ).stdout

    assert answer.endswith("False\n")
    for command in ("apply", "case", "calendar", "local", "match", "scenarios", "validate"):
        assert f"  {command} " in answer


def test_all_calendar_vectors_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calendar", "check", str(FIXTURES / "calendar-vectors.json")]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "287 of 287 hold",
        "287 of 287 agree",
    ]


def test_a_vector_that_does_not_hold_is_shown_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vector = {
        "id": "wrong",
        "calendar": "24x7",
        "kind": "deadline",
        "start": "2026-01-01T00:00:00Z",
        "minutes": 60,
        "expect": "2026-01-01T02:00:00Z",
    }
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"calendars": {}, "vectors": [vector]}))

    assert run(["calendar", "check", str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "wrong: deadline gives 2026-01-01T01:00:00Z, expected 2026-01-01T02:00:00Z",
        "0 of 1 hold",
        "0 of 1 agree",
    ]


@pytest.mark.parametrize("text", ["not json", "[1, 2]", "\ud83d", "[" * 100_000])
def test_a_file_that_is_no_json_object_is_said_in_a_sentence(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vectors.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    assert run(["calendar", "check", str(file)]) == 1
    assert capsys.readouterr().err.startswith("Error: ")
