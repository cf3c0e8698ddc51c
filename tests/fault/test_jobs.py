"""Jobs whose runners die, are doubled, or are told to stop: every case is done once, and counted once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.domain.job import ChunkReport, Counts
from shared.errors import IllegalMove, Unavailable
from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.cancel_job import cancel_job
from shared.workflows.jobs.run_job import run_job
from shared.workflows.jobs.show_job import show_job
from shared.workflows.jobs.work_lane import work_lane
from tests.support.faults import Crash, Plan, When, watched
from tests.support.revised_town import LEAD, RevisedTown

CASES = 3
PORTS = ("records", "directory", "policies", "jobs", "alarm", "wakes")


def a_job(cases: int = CASES) -> tuple[RevisedTown, str, list[str]]:
    town = RevisedTown()
    numbers = town.open(cases)
    town.revise()
    return town, town.job().id, numbers


def a_small_job() -> tuple[RevisedTown, str, list[str]]:
    """One part, one listing: every kind of call that a run makes, and few of each."""
    town = RevisedTown()
    numbers = town.open(CASES)
    town.promote()
    return town, town.job("refresh", account="acme").id, numbers


def run_alone(world: Any, identifier: str) -> None:
    """One runner in one thread, as a door is called: list, then its only lane, until the end."""
    while advance_job(world, identifier) != "end":
        work_lane(world, identifier, 0, 1)


def calls_of(made: tuple[RevisedTown, str, list[str]]) -> list[str]:
    town, identifier, _ = made
    plan = Plan()
    run_alone(watched(town.world, plan, PORTS), identifier)
    return plan.calls


CALLS, MANY = calls_of(a_small_job()), calls_of(a_job())


def judge(town: RevisedTown, identifier: str, numbers: list[str]) -> None:
    """Every case moved in one change of its own, and the report says exactly that."""
    report = show_job(town.world, identifier)
    assert report.job.status == "done"
    assert report.counts == Counts(items=len(numbers), changed=len(numbers))
    for number in numbers:
        verbs = [entry.verb for entry in town.store.records.history(number).items]
        assert verbs == ["open", report.job.kind]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(CALLS) + 1), ids=lambda at: f"{at}-{CALLS[at - 1]}")
def test_a_job_that_dies_anywhere_goes_on_where_it_was(at: int, when: When) -> None:
    town, identifier, numbers = a_small_job()
    with pytest.raises(Crash):
        run_alone(watched(town.world, Plan(at=at, when=when), PORTS), identifier)
    run_alone(town.world, identifier)
    judge(town, identifier, numbers)


@pytest.mark.parametrize("at", range(2, len(MANY), 11), ids=lambda at: f"{at}-{MANY[at - 1]}")
def test_a_job_of_many_listings_that_dies_in_one_of_them_goes_on(at: int) -> None:
    town, identifier, numbers = a_job()
    with pytest.raises(Crash):
        run_alone(watched(town.world, Plan(at=at), PORTS), identifier)
    run_alone(town.world, identifier)
    judge(town, identifier, numbers)


@pytest.mark.parametrize("seed", range(6))
def test_a_job_in_bad_weather_is_done_once_it_clears(seed: int) -> None:
    town, identifier, numbers = a_job(40)
    weather = town.store.dynamo.weather
    weather.roll(seed, conflict=0.05, throttle=0.02, lost=0.03)
    for _ in range(40):
        try:
            run_alone(town.world, identifier)
        except Unavailable:
            continue
        break
    weather.clear()
    run_alone(town.world, identifier)
    report = show_job(town.world, identifier)
    assert report.counts.items == report.counts.finished == 40
    left = [number for number in numbers if town.revision_of(number) != 2]
    assert sorted(left) == sorted(failure.item for failure in report.failures)


def test_two_runners_over_one_job_do_everything_once() -> None:
    town, identifier, numbers = a_job(80)
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(run_job, town.world, identifier, lanes=3) for _ in range(2)]:
            done.result()
    judge(town, identifier, numbers)


def test_a_chunk_that_is_delivered_twice_counts_as_it_was_done_the_first_time() -> None:
    town, identifier, numbers = a_job()
    advance_job(town.world, identifier)
    job = town.store.jobs.load(identifier)
    assert work_lane(town.world, identifier, 0, 1) == "end"
    first, *others = town.store.jobs.reports(identifier)
    town.store.jobs.report(job, ChunkReport(place=first.place, unchanged=CASES))
    assert list(town.store.jobs.reports(identifier)) == [first, *others]
    run_alone(town.world, identifier)
    judge(town, identifier, numbers)


def test_two_lanes_that_take_the_same_chunk_both_know_that_the_job_changed_it() -> None:
    town, identifier, numbers = a_job()
    advance_job(town.world, identifier)
    told: list[ChunkReport] = []
    keep = town.store.jobs.report
    town.store.jobs.report = lambda *_: None  # type: ignore[method-assign]  # the report never lands
    work_lane(town.world, identifier, 0, 1, tell=told.append)
    town.store.jobs.report = keep  # type: ignore[method-assign]  # and now it does
    work_lane(town.world, identifier, 0, 1, tell=told.append)
    assert sum(report.changed for report in told) == 2 * CASES
    run_alone(town.world, identifier)
    judge(town, identifier, numbers)


def test_a_cancelled_job_stops_before_its_next_chunk_and_keeps_what_is_done() -> None:
    town, identifier, numbers = a_job(60)
    advance_job(town.world, identifier)
    stop: list[ChunkReport] = []

    def cancel(report: ChunkReport) -> None:
        stop.append(report)
        cancel_job(town.world, identifier, LEAD)

    assert work_lane(town.world, identifier, 0, 1, tell=cancel) == "end"
    assert len(stop) == 1
    assert advance_job(town.world, identifier) == "end"
    report = show_job(town.world, identifier)
    assert report.job.status == "cancelled"
    assert report.counts == Counts(items=60, changed=stop[0].changed)
    moved = [number for number in numbers if town.revision_of(number) == 2]
    assert len(moved) == report.counts.changed
    run_alone(town.world, identifier)
    assert show_job(town.world, identifier).counts == report.counts


def test_a_job_that_is_cancelled_before_it_begins_moves_nothing() -> None:
    town, identifier, numbers = a_job()
    assert cancel_job(town.world, identifier, LEAD).status == "cancelling"
    assert cancel_job(town.world, identifier, LEAD).status == "cancelling"
    assert town.runs.started == [identifier, identifier]
    run_alone(town.world, identifier)
    assert cancel_job(town.world, identifier, LEAD).status == "cancelled"
    assert {town.revision_of(number) for number in numbers} == {1}


def test_what_has_ended_cannot_be_cancelled() -> None:
    town, identifier, _ = a_job()
    run_alone(town.world, identifier)
    with pytest.raises(IllegalMove, match="it is done"):
        cancel_job(town.world, identifier, LEAD)


def test_a_case_that_cannot_be_changed_is_named_and_holds_up_no_other() -> None:
    town, identifier, numbers = a_job(6)
    bad = numbers[2]
    load = town.store.records.load

    def loading(number: str) -> Any:
        if number == bad:
            raise KeyError("milestone")
        return load(number)

    town.store.records.load = loading  # type: ignore[method-assign]  # a case that nobody can read
    run_alone(town.world, identifier)
    town.store.records.load = load  # type: ignore[method-assign]  # to look at all of them
    report = show_job(town.world, identifier)
    assert report.job.status == "done"
    assert report.counts == Counts(items=6, changed=5, failed=1)
    (failure,) = report.failures
    assert (failure.item, failure.message) == (bad, "KeyError: 'milestone'")


def test_a_runner_without_time_says_so_and_the_next_one_goes_on() -> None:
    town, identifier, numbers = a_job(60)
    assert advance_job(town.world, identifier, lambda: False) == "list"
    assert advance_job(town.world, identifier) == "work"
    turns = iter([True, False])
    assert work_lane(town.world, identifier, 0, 1, lambda: next(turns)) == "work"
    assert show_job(town.world, identifier).counts.finished in range(1, 60)
    run_alone(town.world, identifier)
    judge(town, identifier, numbers)


def test_a_job_whose_calendar_is_gone_fails_with_the_reason() -> None:
    town, identifier, _ = a_job()
    job = town.store.jobs.load(identifier)
    lost = job.model_copy(update={"parameters": {"calendar": "Gone"}, "version": 2})
    town.store.jobs.save(lost, job)
    run_alone(town.world, identifier)
    failed = town.store.jobs.load(identifier)
    assert (failed.status, failed.why) == ("failed", "The job cannot be planned so.")
    assert failed.ended_at == town.clock.now()
    assert LEAD.name == failed.who
