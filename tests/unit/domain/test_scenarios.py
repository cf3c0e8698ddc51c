"""The conformance scenarios agree; those with formulas are refused until formulas are available."""

import json
from pathlib import Path

import pytest

from cli.scenario_check import check_scenarios
from shared.domain.process import EntitlementProcess
from shared.domain.process_check import KnownNames, check_process
from shared.domain.scenario import run_scenario
from shared.errors import Refused

SCENARIOS = json.loads((Path(__file__).parents[2] / "fixtures" / "scenarios.json").read_text())[
    "scenarios"
]

WITH_FORMULAS = frozenset(
    {
        "M11-exit-by-formula",
        "M4-within-formula-field",
        "M4-within-formula-if-low",
        "M4-within-formula-in-office-hours",
        "M10-process-formula",
        "K2-and",
        "K2-and-one-false",
        "K2-double-ampersand-and-bars",
        "K2-unequal",
        "K2-path",
        "K2-isblank-missing-field",
        "K2-nested",
        "K2-double-quotes",
        "K2-path-of-account-not-of-contact",
        "K2-path-two-objects",
    }
)


@pytest.mark.parametrize(
    "scenario",
    [s for s in SCENARIOS if s["id"] not in WITH_FORMULAS],
    ids=lambda scenario: scenario["id"],
)
def test_the_scenario_agrees(scenario: dict[str, object]) -> None:
    assert run_scenario(scenario) == scenario["expect"]


@pytest.mark.parametrize(
    "scenario",
    [s for s in SCENARIOS if s["id"] in WITH_FORMULAS],
    ids=lambda scenario: scenario["id"],
)
def test_K2_a_process_with_a_formula_is_refused_at_publishing(
    scenario: dict[str, dict[str, object]],
) -> None:
    process = EntitlementProcess.parse(scenario["process"])
    faults, _ = check_process(process, KnownNames(calendars=frozenset({"24x7", "Office"})))
    assert {fault.message for fault in faults} == {"formulas are not available yet"}


def test_the_count_says_how_many_agree() -> None:
    lines, agreed, total = check_scenarios({"scenarios": SCENARIOS})
    assert (agreed, total) == (203, 218)
    assert all(line.split(":")[0] in WITH_FORMULAS for line in lines)


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
