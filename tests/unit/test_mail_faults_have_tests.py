"""From every fault of mail to its test: none is without one that bears its number."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FAULTS = (*range(27, 37), *range(47, 50))
"""Loops, bombs, size, malformed, executable, hostile HTML, injection, forgery, duplicates, loss; lost
marks, a sending service that is down, bounces."""

_NAMED = re.compile(r"^ *def test_\w*?fault_(\d+)_", re.MULTILINE)


def numbers_with_tests() -> set[int]:
    return {
        int(number)
        for file in TESTS.rglob("test_*.py")
        for number in _NAMED.findall(file.read_text("utf-8"))
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_has_a_test_named_after_it(fault: int) -> None:
    assert fault in numbers_with_tests()
