"""Nothing remembered from one test serves another: each computes all that it asserts."""

import pytest

from shared.business_time import instant, offsets
from shared.business_time.timetable import timetable


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    timetable.cache_clear()
    offsets._changes.cache_clear()
    instant.zone_named.cache_clear()
