"""The drawing of a life: whole, well-formed, and silent about nothing."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from shared.domain.life.lane import lanes_of
from shared.domain.life.picture import picture_of
from shared.domain.life.story import story_of
from shared.domain.life.svg import draw
from shared.domain.life.svg.paper import Scale
from shared.domain.life.svg.record import labels_of
from shared.domain.scenario import live

FIXTURES = Path(__file__).parents[2] / "fixtures" / "scenarios.json"
SCENARIOS: dict[str, Any] = {s["id"]: s for s in json.loads(FIXTURES.read_text())["scenarios"]}
BUSY = {
    **SCENARIOS["M14-many-changes-each-trigger-once"],
    "events": [
        {"at": f"2026-03-02T09:0{minute}:00Z", "set": {"subject": f"wording {minute}"}}
        for minute in range(1, 10)
    ],
}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(scenario: Mapping[str, Any]) -> ET.Element:
    return ET.fromstring(draw(picture_of(live(scenario))))  # noqa: S314 - our own


def words(drawing: ET.Element) -> list[str]:
    return [text.text or "" for text in drawing.iter(f"{SVG}text")]


def test_every_scenario_is_drawn_with_all_its_lanes_inside_its_paper() -> None:
    for scenario in SCENARIOS.values():
        drawing = drawn(scenario)
        _, _, width, height = map(float, drawing.attrib["viewBox"].split())
        lanes = [g for g in drawing.iter(f"{SVG}g") if g.get("class") == "lane"]
        assert len(lanes) == len(scenario["expect"]["milestones"])
        for text in drawing.iter(f"{SVG}text"):
            assert 0 <= float(text.attrib["x"]) <= width
            assert 0 < float(text.attrib["y"]) <= height


def test_changes_close_together_are_told_one_above_the_other() -> None:
    picture = picture_of(live(SCENARIOS["M11-restart-twice"]))
    labels = labels_of(picture.record, Scale(picture.low, picture.high))
    places = [(label.begin, label.row) for label in labels]
    assert None not in {row for _, row in places}
    assert len(set(places)) == len(picture.record)


def test_changes_for_whose_words_there_is_no_room_are_counted() -> None:
    said = words(drawn(BUSY))
    told = [word for word in said if word.startswith("wording") or "subject = wording" in word]
    untold = next(
        int(found[1]) for word in said if (found := re.match(r"(\d+) more changes", word))
    )
    assert (len(told), len(told) + untold) == (5, 9)


def test_a_flat_lane_keeps_the_instant_of_its_target() -> None:
    said = words(drawn(SCENARIOS["P6-34-milestones-all-replied"]))
    assert "met, 10m of 5h 40m" in said
    assert "2 Mar 14:40" in said


@pytest.mark.parametrize(
    ("scenario", "sign"),
    [
        ("M10-a-day-in-the-life", "earlier target"),
        ("M10-a-day-in-the-life", "runs, but the hours are closed"),
        ("M10-a-day-in-the-life", "by itself"),
        ("M10-two-calendars", "paused"),
        ("M10-dst-berlin-spring", "the clock changes"),
        ("M13-all-warnings-past", "skipped: too late"),
        ("M7-one-minute-late", "completed late"),
    ],
)
def test_the_legend_explains_a_sign_only_where_it_is_drawn(scenario: str, sign: str) -> None:
    assert sign in words(drawn(SCENARIOS[scenario]))
    assert sign not in words(drawn(SCENARIOS["M8-violated-without-actions"]))


def test_M8_a_violation_without_open_time_since_is_not_said_to_be_nothing_over() -> None:
    (lane,) = lanes_of(live(SCENARIOS["M10-dst-berlin-spring"]))
    assert lane.verdict == "open, violated"


def test_a_target_of_another_year_than_the_record_says_so() -> None:
    scenario = json.loads(json.dumps(SCENARIOS["M8-not-violated-before-the-target"]))
    scenario["process"]["milestones"][0]["within"] = "400d"
    life = live(scenario)
    assert "target Tue 6 Apr 2027 09:00" in words(drawn(scenario))
    assert any("target Tue 6 Apr 2027 09:00" in line.words for line in story_of(life))
