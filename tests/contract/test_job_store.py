"""Jobs in the table: a head under a lock, chunks that count when the head says so, reports that come once."""

from typing import Any

import pytest

from shared.domain.history import Receipt
from shared.domain.job import ChunkReport, Counts, Failure, Job, Listing, Place
from shared.errors import Absent, AlreadyDone, Conflict, NumberTaken, Refused
from tests.support.records import NINE
from tests.support.stores import Stores

DAY = 86_400


def a_job(identifier: str = "3K7Q9WZDD", **given: Any) -> Job:
    filled = {
        "id": identifier,
        "kind": "recompute",
        "parameters": {"calendar": "Desk"},
        "who": "maria",
        "door": "api",
        "roles": ("managers",),
        "at": NINE,
    }
    return Job.model_validate({**filled, **given})


def a_receipt(key: str = "once", number: str = "3K7Q9WZDD") -> Receipt:
    return Receipt(key=key, number=number, fingerprint="body", expires_at=NINE + DAY)


def moved(job: Job, **changes: Any) -> Job:
    return job.model_copy(update={**changes, "version": job.version + 1})


def test_a_job_is_read_as_it_was_kept(stores: Stores) -> None:
    job = a_job(reason="new hours")
    stores.jobs.create(job)
    assert stores.jobs.load(job.id) == job
    with pytest.raises(Absent):
        stores.jobs.load("nobody")


def test_a_taken_number_is_taken_and_the_same_job_again_is_not(stores: Stores) -> None:
    stores.jobs.create(a_job())
    stores.jobs.create(a_job())
    with pytest.raises(NumberTaken):
        stores.jobs.create(a_job(who="bob"))


def test_a_repeated_request_makes_no_second_job(stores: Stores) -> None:
    stores.jobs.create(a_job(), a_receipt())
    with pytest.raises(AlreadyDone) as done:
        stores.jobs.create(a_job("OTHER"), a_receipt(number="OTHER"))
    assert done.value.number == "3K7Q9WZDD"
    with pytest.raises(Absent):
        stores.jobs.load("OTHER")


def test_of_two_who_move_a_head_one_wins(stores: Stores) -> None:
    job = a_job()
    stores.jobs.create(job)
    running = moved(job, status="running")
    stores.jobs.save(running, job)
    with pytest.raises(Conflict):
        stores.jobs.save(moved(job, status="cancelling"), job)
    assert stores.jobs.load(job.id) == running


def test_chunks_count_when_the_head_names_their_listing(stores: Stores) -> None:
    job = a_job()
    stores.jobs.create(job)
    stores.jobs.list_items(job, "lost", [("A", "B"), ("C",)])
    stores.jobs.list_items(job, "kept", [("A", "C"), ("B",)])
    stores.jobs.list_items(job, "none", [])
    assert list(stores.jobs.listed(job)) == []

    listed = moved(job, listings=(Listing(token="kept", items=3, chunks=2),))
    stores.jobs.save(listed, job)

    places = list(listed.places())
    assert [stores.jobs.chunk(job.id, place) for place in places] == [("A", "C"), ("B",)]
    assert list(stores.jobs.listed(listed)) == ["A", "C", "B"]
    assert stores.jobs.chunk(job.id, Place(token="kept", chunk=2)) == ()


def test_the_first_report_of_a_chunk_stands(stores: Stores) -> None:
    job = a_job()
    stores.jobs.create(job)
    place = Place(token="t", chunk=0)
    first = ChunkReport(place=place, changed=2, failures=(Failure(item="A", message="spent"),))
    other = ChunkReport(place=Place(token="t", chunk=1), unchanged=1)
    stores.jobs.report(job, first)
    stores.jobs.report(job, ChunkReport(place=place, unchanged=3))
    stores.jobs.report(job, other)
    assert list(stores.jobs.reports(job.id)) == [first, other]


def test_jobs_are_listed_newest_first_without_their_listings(stores: Stores) -> None:
    for place in range(3):
        job = a_job(f"JOB{place}", at=NINE + place)
        stores.jobs.create(job)
        counts = Counts(items=1, changed=1)
        listings = (Listing(token="t", items=1, chunks=1),)
        stores.jobs.save(moved(job, listings=listings, counts=counts, status="done"), job)

    first = stores.jobs.recent(None, 2)
    assert [job.id for job in first.items] == ["JOB2", "JOB1"]
    assert first.items[0].listings == ()
    assert first.items[0].counts == Counts(items=1, changed=1)
    last = stores.jobs.recent(first.cursor, 2)
    assert ([job.id for job in last.items], last.cursor) == (["JOB0"], None)
    with pytest.raises(Refused):
        stores.jobs.recent("nonsense")


def test_chunks_and_reports_are_forgotten_and_heads_are_not(memory: Stores) -> None:
    job = a_job()
    memory.jobs.create(job)
    memory.jobs.list_items(job, "t", [("A",)])
    memory.jobs.report(job, ChunkReport(place=Place(token="t", chunk=0), changed=1))
    memory.memory.clock.tick(91 * DAY)
    assert memory.memory.expire() == 2
    assert memory.jobs.load(job.id) == job


@pytest.mark.parametrize("trouble", ["lost", "conflict"])
def test_a_head_whose_answer_was_lost_is_told_apart_from_one_that_lost(
    memory: Stores, trouble: Any
) -> None:
    job = a_job()
    memory.jobs.create(job)
    memory.memory.weather.call("PutItem", trouble)
    running = moved(job, status="running")
    with pytest.raises(Exception, match=r"keep a job|moved on"):
        memory.jobs.save(running, job)
    assert (memory.jobs.load(job.id) == running) is (trouble == "lost")
