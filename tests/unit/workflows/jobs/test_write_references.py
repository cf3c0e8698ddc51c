"""The job that lets old customers be found from what they name (E7)."""

import pytest

from shared.adapters.dynamo import keys
from shared.domain.job import Counts
from shared.errors import Refused
from shared.workflows.delete_document import delete_document
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.run_job import run_job
from shared.workflows.jobs.start_job import make_job
from shared.workflows.jobs.work_lane import work_lane
from tests.support.faults import Plan, crashing, watched
from tests.support.revised_town import LEAD
from tests.support.town import Town


@pytest.fixture
def town() -> Town:
    """The customers of acme, as they were stored before there were rows."""
    town = Town("acme")
    items = town.store.dynamo.items
    for place in [place for place in items if place[1].startswith(keys.REFERRED)]:
        del items[place]
    return town


def rows(town: Town) -> set[tuple[str, str]]:
    return {place for place in town.store.dynamo.items if place[1].startswith(keys.REFERRED)}


def test_E7_the_job_writes_what_is_lacking_and_then_finds_nothing(town: Town) -> None:
    whole = rows(Town("acme"))
    assert not rows(town)
    assert preview_job(town.world, "references", {}, LEAD).items > 5
    job = run_job(town.world, make_job(town.world, "references", {}, LEAD).id)
    assert job.counts is not None
    assert job.counts.changed == job.counts.items > 5
    assert rows(town) == whole
    again = run_job(town.world, make_job(town.world, "references", {}, LEAD).id)
    assert again.counts == Counts()


def test_E7_a_customer_that_was_stored_before_the_rows_is_held_after_the_job(town: Town) -> None:
    run_job(town.world, make_job(town.world, "references", {}, LEAD).id)
    with pytest.raises(Refused) as refused:
        delete_document(town.world, "account", "northwind", LEAD)
    assert "entitlement 'northwind-gold' refers to it" in [f.message for f in refused.value.faults]


def test_E7_a_job_that_dies_goes_on_where_it_was(town: Town) -> None:
    identifier = make_job(town.world, "references", {}, LEAD).id
    for at in range(1, 60, 4):
        with crashing():
            run_job(watched(town.world, Plan(at=at), ("directory", "jobs")), identifier)
        work_lane(town.world, identifier, 0, 1)
    job = run_job(town.world, identifier)
    assert (job.status, rows(town)) == ("done", rows(Town("acme")))


def test_a_job_that_takes_nothing_says_so(town: Town) -> None:
    with pytest.raises(Refused):
        preview_job(town.world, "references", {"account": "northwind"}, LEAD)
