"""A bulk job moves every case that counts by a revised calendar, and no other one (C7)."""

from typing import Any

import pytest

from shared.business_time.instant import parse_instant
from shared.domain.alteration import Alteration
from shared.domain.engine import next_target
from shared.domain.job import Counts
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.run_job import run_job
from shared.workflows.jobs.show_job import show_job
from tests.support.revised_town import DESK, LEAD, RevisedTown


def counted(town: RevisedTown, identifier: str) -> Counts:
    return show_job(town.world, identifier).counts


def test_C7_a_revision_first_shows_how_many_and_what_moves() -> None:
    town = RevisedTown()
    town.open(12)
    town.open(3, "beta")
    assert preview_job(town.world, "recompute", DESK, LEAD).items == 0
    town.revise()

    found = preview_job(town.world, "recompute", DESK, LEAD)

    assert (found.items, found.complete, len(found.sample)) == (12, True, 10)
    move = found.sample[0]
    assert (move.what, move.before, move.after) == (
        "Reply",
        "2026-03-03T11:00:00Z",
        "2026-03-02T19:00:00Z",
    )
    assert town.store.jobs.recent().items == ()


def test_C7_the_job_moves_what_counts_by_the_calendar_and_leaves_the_rest() -> None:
    town = RevisedTown()
    mine, others = town.open(60), town.open(5, "beta")
    before = {number: town.store.records.load(number) for number in others}
    town.revise()
    late = parse_instant("2026-03-02T19:00:00Z")

    job = run_job(town.world, town.job().id)

    assert (job.status, job.counts) == ("done", Counts(items=60, changed=60))
    assert {town.revision_of(number) for number in mine} == {2}
    assert {next_target(town.store.records.load(number)) for number in mine} == {late}
    assert {number: town.store.records.load(number) for number in others} == before
    entry = town.store.records.history(mine[0]).items[-1]
    assert (entry.who, entry.door, entry.verb) == ("maria", "api", "recompute")
    assert entry.note == f"recompute: job {job.id}: new hours"


def test_C7_a_closed_case_that_still_counts_is_recomputed_too() -> None:
    town = RevisedTown()
    number, gone = town.open(2)
    change_case(town.world, number, Alteration(verb="close"), LEAD)
    change_case(town.world, gone, Alteration(verb="update", fields={"priority": "Low"}), LEAD)
    town.revise()

    job = run_job(town.world, town.job().id)

    assert town.revision_of(number) == 2
    assert job.counts == Counts(items=2, changed=2)


def test_C7_the_job_moves_the_calendar_that_it_was_asked_for_alone() -> None:
    town = RevisedTown()
    (number,) = town.open(1)
    file = town.store.records.load(number)
    asked: dict[str, Any] = {"verb": "recompute", "calendars": ("Night",)}
    town.revise()

    change_case(town.world, number, Alteration(**asked), LEAD)

    assert town.store.records.load(number) == file


def test_what_changes_while_it_is_listed_is_found_by_the_next_listing() -> None:
    town = RevisedTown()
    numbers = town.open(30)
    town.revise()
    job = town.job()
    hidden = set(numbers[:4])
    listed = town.store.records.open_in
    looks: list[int] = []

    def moving(shard: int) -> Any:
        looks.append(shard)
        missed = hidden if len(looks) <= 8 else set()
        return (number for number in listed(shard) if number not in missed)

    town.store.records.open_in = moving  # type: ignore[method-assign]  # cases move under the reader
    done = run_job(town.world, job.id)

    assert {town.revision_of(number) for number in numbers} == {2}
    assert done.counts == Counts(items=30, changed=30)


def test_a_second_job_finds_nothing_left_to_do() -> None:
    town = RevisedTown()
    town.open(8)
    town.revise()
    run_job(town.world, town.job().id)

    again = run_job(town.world, town.job().id)

    assert again.counts == Counts()
    assert again.status == "done"


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ({}, "/parameters/calendar"),
        ({"calendar": ""}, "/parameters/calendar"),
        ({"calendar": "24x7"}, "/parameters/calendar"),
        ({"calendar": "Nowhere"}, "/parameters/calendar"),
        ({"calendar": "Desk", "account": "acme"}, "/parameters/account"),
    ],
)
def test_parameters_that_cannot_be_are_refused_with_their_place(
    parameters: dict[str, str], pointer: str
) -> None:
    town = RevisedTown()
    with pytest.raises(Refused) as refused:
        preview_job(town.world, "recompute", parameters, LEAD)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_a_thousand_cases_are_recomputed_in_seconds() -> None:
    town = RevisedTown()
    town.open(1_000)
    town.revise()

    job = run_job(town.world, town.job().id)

    assert job.counts == Counts(items=1_000, changed=1_000)
    assert counted(town, job.id) == job.counts
