"""The conformance cases of matching agree, but for the two whose rules are formulas (R1 to R8)."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.matching_check import answer_matching, check_matching
from shared.errors import Refused

CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "matching.json").read_text())["cases"]
WITH_FORMULAS = frozenset({"R5-condition-formula-that-fails", "R5-condition-formula-or"})


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["id"] not in WITH_FORMULAS], ids=lambda case: case["id"]
)
def test_the_case_agrees(case: dict[str, Any]) -> None:
    assert answer_matching(case) == case["expect"]


def test_the_count_says_how_many_agree() -> None:
    lines, agreed, total = check_matching({"cases": CASES})
    assert (agreed, total) == (133, 135)
    assert {line.split(":")[0] for line in lines} == WITH_FORMULAS


def test_the_order_of_what_is_listed_does_not_matter() -> None:
    for case in CASES:
        if case["id"] in WITH_FORMULAS:
            continue
        turned = {
            key: value[::-1] if isinstance(value, list) and key != "rules" else value
            for key, value in case["org"].items()
        }
        assert answer_matching({**case, "org": turned}) == case["expect"], case["id"]


def test_every_fault_of_a_case_is_told() -> None:
    with pytest.raises(Refused) as refused:
        answer_matching({"org": {"colour": 1}, "record": {"origin": "pigeon"}, "at": "now", "x": 1})
    assert {fault.pointer for fault in refused.value.faults} == {
        "x",
        "org.colour",
        "record.origin",
        "at",
    }


def test_malformed_cases_are_told_and_never_raise() -> None:
    lines, agreed, total = check_matching({"cases": [3, {"id": "a"}, {"id": "b", "expect": {}}]})
    assert (agreed, total) == (0, 3)
    assert len(lines) >= 3
    assert check_matching({})[1:] == (0, 0)
