"""The door jobs as the job machine calls it: list, eight lanes, list again, until the end."""

from typing import Any

import pytest

from functions.jobs.answer import answer
from shared.domain.job import Counts
from shared.names import JOB_LANES
from tests.support.revised_town import RevisedTown

DAY = ["NOTICES-20260302", "RESETS-20260302"]


def plenty() -> int:
    return 300_000


def run(town: RevisedTown, identifier: str, remaining: Any = plenty) -> list[str]:
    """What the machine does, one call after another; answers what it was told each time."""
    told: list[str] = []
    while True:
        listed = answer({"job": identifier}, town.world, remaining)
        told.append(listed["next"])
        if listed["next"] == "end":
            return told
        for lane in listed["lanes"]:
            while True:
                worked = answer({"job": identifier, "lane": lane}, town.world, remaining)
                told.append(f"{lane} {worked['next']}")
                if worked["next"] != "work":
                    break


def test_a_job_is_done_in_lanes_and_listed_again_until_nothing_is_left() -> None:
    town = RevisedTown()
    town.open(230)
    town.revise()
    identifier = town.job().id

    told = run(town, identifier)

    assert told == ["work", *(f"{lane} end" for lane in range(JOB_LANES)), "end"]
    job = town.store.jobs.load(identifier)
    assert (job.status, job.counts) == ("done", Counts(items=230, changed=230))


def test_a_door_without_time_begins_nothing_and_is_called_again() -> None:
    town = RevisedTown()
    town.open(30)
    town.revise()
    identifier = town.job().id
    short = iter([10_000] + [300_000] * 10_000)

    told = run(town, identifier, lambda: next(short))

    assert told[:2] == ["list", "work"]
    assert town.store.jobs.load(identifier).status == "done"


def test_an_item_that_fails_is_in_the_log_and_in_the_metrics(
    caplog: pytest.LogCaptureFixture,
) -> None:
    town = RevisedTown()
    number, *_ = town.open(2)
    town.revise()
    identifier = town.job().id
    load = town.store.records.load

    def loading(wanted: str) -> Any:
        if wanted == number:
            raise KeyError(wanted)
        return load(wanted)

    town.store.records.load = loading  # type: ignore[method-assign,assignment]  # a case that nobody can read
    run(town, identifier)
    failed = [line for line in caplog.records if line.message == "item failed"]
    assert [line.__dict__["item"] for line in failed] == [number]


def test_each_day_jobs_that_stand_still_go_on(caplog: pytest.LogCaptureFixture) -> None:
    town = RevisedTown()
    town.open(2)
    town.revise()
    still = town.job().id
    town.clock.tick(3_601)
    ended, fresh = town.job("refresh", account="acme").id, town.job().id
    run(town, ended)

    begun = answer({"daily": True}, town.world, plenty)

    assert begun == {"jobs": [*DAY, still]}
    assert town.runs.started == [*DAY, still]
    assert fresh != still
    assert caplog.messages[-1] == "day begun"


def test_a_day_that_is_begun_twice_has_each_of_its_jobs_once() -> None:
    town = RevisedTown()
    first, second = (answer({"daily": True}, town.world, plenty) for _ in range(2))
    assert first == second == {"jobs": DAY}
    for identifier in DAY:
        run(town, identifier)
    assert answer({"daily": True}, town.world, plenty) == {"jobs": []}
    town.clock.tick(86_400)
    assert answer({"daily": True}, town.world, plenty) == {
        "jobs": ["NOTICES-20260303", "RESETS-20260303"]
    }
    assert len(town.store.jobs.recent().items) == 4
