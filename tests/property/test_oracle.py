"""A random calendar in every IANA zone, against the oracle that walks minute by minute."""

from random import Random

import pytest

from tests.property.oracle import ask
from tests.property.size import examples
from tests.property.wall_clock import ZONES

DAY = 1_440


@pytest.mark.parametrize("part", range(4))
def test_C2_C3_C4_C5_hold_in_every_zone(part: int) -> None:
    asked = 0
    for zone in ZONES[part::4]:
        for found in ask(zone, examples(40), DAY, Random(f"{zone} {part}")):
            asked += 1
            assert found is None, found.sentence()
    assert asked >= 40 * (len(ZONES) // 4)
