"""The process dies anywhere while months are settled: every month is settled once."""

import pytest

from shared.domain.allowance import LedgerEntry, used_of
from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.show_job import show_job
from shared.workflows.jobs.start_job import make_job
from shared.workflows.jobs.work_lane import work_lane
from shared.workflows.world import World
from tests.support.ending_town import EndingTown, an_entitlement
from tests.support.faults import Plan, When, crashing, watched
from tests.support.revised_town import LEAD

PORTS = ("directory", "policies", "ledger", "jobs")
MONTHLY = {"start_date": "2026-03-15", "cases_per_entitlement": 3, "allowance_period": "month"}


def a_job() -> tuple[EndingTown, str]:
    town = EndingTown(*(an_entitlement(name, "2026-12-31", **MONTHLY) for name in "ab"))
    for name in "ab":
        used = LedgerEntry(
            entitlement=name, kind="correction", amount=4, at=town.clock.now(), by="maria"
        )
        town.store.ledger.enter("acme", used, "before")
    town.clock.move_to("2026-04-15T04:00:00Z")
    return town, make_job(town.world, "resets", {}, LEAD).id


def run(world: World, identifier: str) -> None:
    while advance_job(world, identifier) != "end":
        work_lane(world, identifier, 0, 1)


def calls() -> list[str]:
    town, identifier = a_job()
    plan = Plan()
    run(watched(town.world, plan, PORTS), identifier)
    return plan.calls


CALLS = calls()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(CALLS) + 1), ids=lambda at: f"{at}-{CALLS[at - 1]}")
def test_E6_a_reset_that_dies_anywhere_is_made_once_and_counted_once(at: int, when: When) -> None:
    town, identifier = a_job()
    with crashing():
        run(watched(town.world, Plan(at=at, when=when), PORTS), identifier)
    run(town.world, identifier)
    for name in "ab":
        ledger = town.store.ledger.entries("acme", name).items
        assert [entry.kind for entry in ledger] == ["correction", "period_reset"]
        assert town.store.directory.balance("acme", name) == used_of(ledger) == 0
    counts = show_job(town.world, identifier).counts
    assert (counts.items, counts.changed) == (2, 2)


def test_E6_conflicts_with_records_that_use_the_allowance_are_tried_again() -> None:
    town, identifier = a_job()
    town.store.dynamo.weather.call("TransactWriteItems", "conflict", times=3)
    run(town.world, identifier)
    assert show_job(town.world, identifier).counts.changed == 2
