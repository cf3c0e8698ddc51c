"""From every rule to its test: no rule of the clock or of matching is without one that bears its name."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RULES = (
    *(f"M{number}" for number in range(1, 19)),
    *(f"K{number}" for number in range(1, 7)),
    *(f"A{number}" for number in range(1, 6)),
    *(f"C{number}" for number in range(1, 10)),
    *(f"R{number}" for number in range(1, 10)),
    *(f"E{number}" for number in range(1, 10)),
    *("P1", "P2", "P3", "P5", "O1", "O2", "O3", "S1", "S4"),
    *("Q1", "Q2", "Q3", "Q5"),
    *(f"I{number}" for number in range(1, 6)),
)
_NAMED = re.compile(r"^ *(?:async )?def test_((?:[A-Z]\d+_)+)", re.MULTILINE)


def rules_with_tests() -> set[str]:
    found: set[str] = set()
    for file in TESTS.rglob("test_*.py"):
        for names in _NAMED.findall(file.read_text("utf-8")):
            found |= set(names.rstrip("_").split("_"))
    return found


@pytest.fixture(scope="module")
def named() -> set[str]:
    return rules_with_tests()


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_a_test_named_after_it(rule: str, named: set[str]) -> None:
    assert rule in named
