"""`milepost simulate`: every scenario gives its own expectation, and every fault is told."""

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cli.life_show import show_life
from cli.main import run
from cli.scenario_file import read_scenario_file
from cli.simulate import _answer
from shared.domain.scenario import live

FIXTURES = Path(__file__).parents[2] / "fixtures" / "scenarios.json"
SCENARIOS: list[dict[str, Any]] = json.loads(FIXTURES.read_text())["scenarios"]
LATE = next(s for s in SCENARIOS if s["id"] == "M10-stop-and-resume")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(LATE))
    return path


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run([str(word) for word in words])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_the_json_of_a_scenario_is_its_expectation(scenario: Mapping[str, Any]) -> None:
    assert json.loads(json.dumps(_answer(live(scenario), why=False))) == scenario["expect"]


def test_one_scenario_of_a_file_with_a_list_is_chosen_by_its_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = said(capsys, "simulate", FIXTURES, "--id", LATE["id"], "--json")
    assert code == 0
    assert json.loads(out) == LATE["expect"]


def test_a_file_with_several_asks_for_the_id(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "simulate", FIXTURES)
    assert code == 1
    assert "218 scenarios: choose one by --id" in err


def test_yaml_and_json_are_the_same_thing(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "scenario.yaml"
    # every JSON text is YAML; this one is no JSON any more
    path.write_text("# a scenario\n" + json.dumps(LATE, indent=1))
    assert read_scenario_file(path, None) == read_scenario_file(file, None)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\x00\xff\xfe rubbish", "not UTF-8 text"),
        (b"", "holds no scenario"),
        (b"just words", "a scenario is a mapping"),
        (b'{"id": "a", "id": "b"}', "stands twice"),
        (b"{unclosed", "not JSON"),
        (b"[" * 100_000, "too many levels deep"),
        (b"x" * 50_000_001, "larger than 50 MB"),
    ],
)
def test_a_file_that_holds_no_scenario_says_so(
    body: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    code, out, err = said(capsys, "simulate", path)
    assert code == 1
    assert words in err
    assert "Traceback" not in out + err


def test_all_faults_come_at_once_with_their_paths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {
        "id": "broken",
        "calendars": {
            "Never": {"zone": "Europe/Berlin", "week": {}},
            "Mars": {"zone": "Mars/Base", "week": {"mon": [["09:00", "17:00"]]}},
        },
        "process": {
            "name": "P",
            "milestones": [{"milestone": "A", "within": "-4h"}, {"milestone": "B", "wihtin": 3}],
        },
        "record": {"created_at": "yesterday"},
        "until": "2026-03-09T00:00:00Z",
        "colour": "red",
    }
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(broken))
    code, _, err = said(capsys, "simulate", path)
    assert code == 2
    for pointer in (
        "colour: unknown key",
        "record.created_at: 'yesterday' is no instant",
        "process.milestones[0].within",
        "process.milestones[1].wihtin: unknown key",
        "calendars.Never.week: the calendar is never open",
        "calendars.Mars.zone: 'Mars/Base' is no IANA time zone",
    ):
        assert pointer in err


def test_a_misspelt_field_is_doubted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = json.loads(json.dumps(LATE))
    scenario["process"]["milestones"][0]["when"] = {
        "items": [{"field": "prioritty", "operator": "equals", "value": "High"}]
    }
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(scenario))
    code, _, err = said(capsys, "simulate", path, "--json")
    assert code == 0
    assert "the process reads 'prioritty', which this record never has" in err


def test_M17_json_with_reasons_explains_every_target(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(capsys, "simulate", file, "--json", "--why")
    answer = json.loads(out)
    assert code == 0
    assert len(answer["why"]) == len(answer["milestones"])
    for why, row in zip(answer["why"], answer["milestones"], strict=True):
        assert why["target"] == row["target"]
        assert sum(span["seconds"] for span in why["counted"]) == why["allowed_seconds"]


def test_the_terminal_tells_the_story_in_80_columns_without_colour(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = said(capsys, "simulate", file, "--why")
    assert code == 0
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out
    for words in (
        "created",
        "starts, target",
        "stopped",
        "resumed",
        "paused",
        "organisation's own",
    ):
        assert words in out


def lane_of(name: str, scenario: str, capsys: pytest.CaptureFixture[str]) -> str:
    code, out, _ = said(capsys, "simulate", FIXTURES, "--id", scenario)
    assert code == 0
    return next(line for line in out.splitlines() if line.startswith(name))


@pytest.mark.parametrize(
    ("scenario", "name", "shape"),
    [
        ("M10-a-day-in-the-life", "First Response", "░░█✓┃░+"),
        ("M10-a-day-in-the-life", "Resolution", " +█+‖+█+─+█✓┄+┃░+"),
        ("M10-two-calendars", "First Response", "░+█+‖+█+✗▓+░+"),
        ("M13-all-warnings-past", "Resolution", "░+█+△█+✗▓+░+"),
        ("M16-waived-then-exit", "First Response", "░+█+✗▓+■░+"),
        ("M6-sequential-over-the-weekend", "Update #2", " +░+─+█┄+┃ *"),
    ],
)
def test_the_lane_of_a_milestone_shows_hours_counted_spans_pauses_and_marks(
    scenario: str,
    name: str,
    shape: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lane = lane_of(name, scenario, capsys)
    assert len(lane) <= 80
    assert re.fullmatch(shape, lane[20:]), lane


def test_a_terminal_of_ascii_is_given_letters_for_the_signs() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    show_life(Console(file=out, width=80), live(LATE), why=False)
    out.flush()
    assert b"O counts" in raw.getvalue()


def test_the_drawing_goes_into_its_file_or_to_standard_output(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = tmp_path / "life.svg"
    assert said(capsys, "simulate", file, "--svg", drawn)[0] == 0
    code, out, _ = said(capsys, "simulate", file, "--svg", "-")
    assert code == 0
    assert out == drawn.read_text()
    assert out.startswith("<svg ")


def test_the_example_scenario_is_played_without_a_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = Path(__file__).parents[3] / "examples" / "scenarios" / "first-days.yaml"
    code, out, err = said(capsys, "simulate", example, "--svg", tmp_path / "life.svg")
    assert code == 0
    assert "warning: " not in err
    assert "✓ completed late" in out
    assert "left Thu 7 May 14:00; closed violation" in out


def test_until_ends_the_story_earlier(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "simulate", file, "--json", "--until", LATE["record"]["created_at"])
    assert json.loads(out)["actions"] == []
    code, _, err = said(capsys, "simulate", file, "--until", "soon")
    assert code == 2
    assert "until: 'soon' is no instant" in err
