"""The process dies anywhere while it tells of endings: everybody hears, and nobody twice without cause."""

import pytest

from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.begin_day import begin_day
from shared.workflows.jobs.work_lane import work_lane
from shared.workflows.world import World
from tests.support.ending_town import EndingTown, an_entitlement
from tests.support.faults import Plan, When, crashing, watched

PORTS = ("directory", "policies", "notices", "jobs", "runs", "postman", "bus")
NAMES = ("gold", "silver")


def a_town() -> EndingTown:
    town = EndingTown(*(an_entitlement(name, "2026-06-30") for name in NAMES))
    town.clock.move_to("2026-05-01T04:00:00Z")
    return town


def a_day(world: World) -> None:
    for identifier in begin_day(world):
        while advance_job(world, identifier) != "end":
            work_lane(world, identifier, 0, 1)


def calls_of_a_day() -> list[str]:
    town, plan = a_town(), Plan()
    a_day(watched(town.world, plan, PORTS))
    return plan.calls


CALLS = calls_of_a_day()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(CALLS) + 1), ids=lambda at: f"{at}-{CALLS[at - 1]}")
def test_E9_a_day_that_dies_anywhere_is_made_good_by_the_next(at: int, when: When) -> None:
    town = a_town()
    with crashing():
        a_day(watched(town.world, Plan(at=at, when=when), PORTS))
    for _ in range(2):
        a_day(town.world)
        town.clock.tick(86_400)
    counts = town.postman.count_by_effect
    assert set(counts) == {f"{name}.2026-06-30.60" for name in NAMES}
    sent_and_not_marked = CALLS[at - 1] in ("postman.send", "notices.keep")
    assert max(counts.values()) <= (2 if sent_and_not_marked else 1)
    assert [town.states(name) for name in NAMES] == [{60: "told"}, {60: "told"}]


def test_E9_two_runs_of_one_day_tell_everything_once() -> None:
    town = a_town()
    a_day(town.world)
    a_day(town.world)
    assert set(town.postman.count_by_effect.values()) == {1}
