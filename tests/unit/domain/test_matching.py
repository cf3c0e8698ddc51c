"""All conformance cases of matching agree (R1 to R8)."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.matching_check import answer_matching, check_matching
from shared.errors import Refused

CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "matching.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_agrees(case: dict[str, Any]) -> None:
    assert answer_matching(case) == case["expect"]


def test_the_count_says_how_many_agree() -> None:
    assert check_matching({"cases": CASES}) == ([], 135, 135)


def test_the_order_of_what_is_listed_does_not_matter() -> None:
    for case in CASES:
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
