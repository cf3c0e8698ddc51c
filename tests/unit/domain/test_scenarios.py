"""All conformance scenarios agree, exactly and in full."""

import json
from pathlib import Path

import pytest

from cli.scenario_check import check_scenarios
from shared.domain.scenario import run_scenario
from shared.errors import Refused

SCENARIOS = json.loads((Path(__file__).parents[2] / "fixtures" / "scenarios.json").read_text())[
    "scenarios"
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_the_scenario_agrees(scenario: dict[str, object]) -> None:
    assert run_scenario(scenario) == scenario["expect"]


def test_the_count_says_how_many_agree() -> None:
    assert check_scenarios({"scenarios": SCENARIOS}) == ([], 218, 218)


def test_a_difference_is_told_with_its_path() -> None:
    wrong = json.loads(json.dumps(SCENARIOS[0]))
    wrong["expect"]["milestones"][0]["target"] = "2026-03-02T11:00:00Z"
    lines, agreed, total = check_scenarios({"scenarios": [wrong]})
    assert (agreed, total) == (0, 1)
    assert "milestones[0].target is 2026-03-02T10:00:00Z, expected 2026-03-02T11:00:00Z" in lines[0]


def test_malformed_scenarios_are_told_and_never_raise() -> None:
    broken = [5, {"id": "x"}, {"id": "y", "expect": {}, "process": {}, "record": {}, "until": "z"}]
    lines, agreed, total = check_scenarios({"scenarios": broken})
    assert (agreed, total) == (0, 3)
    assert len(lines) >= 3
    assert check_scenarios({})[1:] == (0, 0)


def test_a_scenario_that_names_an_unknown_calendar_is_refused() -> None:
    scenario = {**SCENARIOS[0], "org_hours": "Nowhere"}
    with pytest.raises(Refused) as refused:
        run_scenario(scenario)
    assert [fault.message for fault in refused.value.faults] == ["there is no calendar 'Nowhere'"]
