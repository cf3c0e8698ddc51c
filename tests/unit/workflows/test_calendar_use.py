"""Who counts by a calendar is counted out, or as far as somebody has time for."""

from shared.workflows.calendar_use import CalendarUse, calendar_use
from tests.support.town import Town
from tests.unit.workflows.test_calendar_revisions import Place, desk


def crowd(records: int) -> Town:
    place = Place(desk("09:00", "17:00"))
    for one in range(records):
        place.post(key=str(one))
    return place


def test_C7_every_open_milestone_that_counts_by_a_calendar_is_counted() -> None:
    town = crowd(3)
    found = calendar_use(town.world, "Desk")
    assert (found.records, found.complete) == (3, True)
    assert found.milestones >= found.records
    assert calendar_use(town.world, "Nobody's") == CalendarUse()


def test_C7_a_count_that_is_cut_short_says_so() -> None:
    assert calendar_use(crowd(1).world, "Desk", most=0).complete is False
