"""Business time around pauses, where edges meet (C3, M10)."""

import pytest

from shared.business_time import (
    ALWAYS_OPEN,
    Calendar,
    add_with_pauses,
    elapsed_with_pauses,
    parse_instant,
    timetable,
)
from shared.business_time.pauses import merged

ALWAYS = timetable(ALWAYS_OPEN)
OFFICE = timetable(
    Calendar.from_mapping("Office", {"zone": "UTC", "week": {"fri": [["09:00", "17:00"]]}})
)
OPENING = parse_instant("2026-03-06T09:00:00Z")
HOUR = 3_600


def test_C3_time_used_up_exactly_when_a_pause_begins_ends_there() -> None:
    assert add_with_pauses(ALWAYS, 0, 100, [(100, 200)]) == 100
    assert add_with_pauses(ALWAYS, 0, 101, [(100, 200)]) == 201
    closing = OPENING + 8 * HOUR
    assert add_with_pauses(OFFICE, OPENING, 8 * HOUR, [(closing, closing + 1)]) == closing


def test_C3_time_used_up_exactly_when_a_later_pause_begins_ends_there() -> None:
    assert add_with_pauses(ALWAYS, 0, 150, [(100, 200), (250, 300)]) == 250


def test_C3_nothing_to_add_gives_the_start_also_within_a_pause() -> None:
    assert add_with_pauses(ALWAYS, 50, 0, [(0, 100)]) == 50


def test_C3_a_pause_that_holds_at_the_start_is_left_out() -> None:
    assert add_with_pauses(ALWAYS, 50, 10, [(0, 100)]) == 110
    assert add_with_pauses(ALWAYS, 100, 10, [(0, 100)]) == 110
    assert add_with_pauses(ALWAYS, 50, 10, [(60, 60), (70, 65)]) == 60


def test_M10_only_the_open_part_of_a_pause_counts() -> None:
    night = (OPENING - 10 * HOUR, OPENING + HOUR)
    assert elapsed_with_pauses(OFFICE, OPENING - 12 * HOUR, OPENING + 2 * HOUR, [night]) == HOUR
    assert add_with_pauses(OFFICE, OPENING - 12 * HOUR, HOUR, [night]) == OPENING + 2 * HOUR


@pytest.mark.parametrize(
    "pauses", [[(10, 20)], [(10, 15), (15, 20)], [(10, 18), (12, 20)], [(12, 14), (10, 20)]]
)
def test_M10_pauses_that_overlap_or_touch_are_one(pauses: list[tuple[int, int]]) -> None:
    assert merged(pauses) == [(10, 20)]
    assert elapsed_with_pauses(ALWAYS, 0, 30, pauses) == 20
    assert elapsed_with_pauses(ALWAYS, 12, 30, pauses) == 10
    assert elapsed_with_pauses(ALWAYS, 0, 12, pauses) == 10
    assert elapsed_with_pauses(ALWAYS, 30, 0, pauses) == 0


def test_C3_around_pauses_time_is_added_forwards_only() -> None:
    with pytest.raises(ValueError, match="-1 seconds: around pauses time is added forwards only"):
        add_with_pauses(ALWAYS, 0, -1, [])
