"""A changed account reaches its open cases at once, by a refresh with a preview (K5)."""

import pytest

from shared.domain.alteration import Alteration
from shared.domain.job import Counts
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.run_job import run_job
from tests.support.revised_town import ACME, LEAD, RevisedTown


def tier_of(town: RevisedTown, number: str) -> object:
    return town.store.records.load(number).fields["account.tier"]


def test_K5_a_refresh_first_shows_which_fields_move_from_what_to_what() -> None:
    town = RevisedTown()
    town.open(3)
    town.open(2, "beta")
    town.promote()

    found = preview_job(town.world, "refresh", ACME, LEAD)

    assert found.items == 3
    assert {(move.what, move.before, move.after) for move in found.sample} == {
        ("account.tier", "Gold", "Platinum")
    }


def test_K5_a_refresh_reaches_open_cases_of_the_account_and_no_other() -> None:
    town = RevisedTown()
    numbers, (other,) = town.open(30), town.open(1, "beta")
    closed = numbers.pop()
    change_case(town.world, closed, Alteration(verb="close"), LEAD)
    town.promote()

    job = run_job(town.world, town.job("refresh", account="acme").id)

    assert job.counts == Counts(items=29, changed=29)
    assert {tier_of(town, number) for number in numbers} == {"Platinum"}
    assert tier_of(town, closed) == "Gold"
    assert town.store.records.load(other).revision == 1
    entry = town.store.records.history(numbers[0]).items[-1]
    assert (entry.verb, entry.note) == ("refresh", f"refresh: job {job.id}: new hours")


def test_K5_a_case_that_changed_by_itself_meanwhile_is_left_unchanged() -> None:
    town = RevisedTown()
    number, touched = town.open(2)
    town.promote()
    job = town.job("refresh", account="acme")
    loading = town.store.jobs.chunk

    def chunk(*given: object) -> tuple[str, ...]:
        change_case(town.world, touched, Alteration(verb="comment", comment="Hello."), LEAD)
        return loading(*given)  # type: ignore[arg-type]  # what it was called with

    town.store.jobs.chunk = chunk  # type: ignore[method-assign,assignment]  # somebody comments in between
    done = run_job(town.world, job.id)

    assert done.counts == Counts(items=2, changed=1, unchanged=1)
    assert tier_of(town, number) == tier_of(town, touched) == "Platinum"


def test_K5_an_account_that_does_not_exist_is_refused() -> None:
    town = RevisedTown()
    with pytest.raises(Refused) as refused:
        preview_job(town.world, "refresh", {"account": "nobody"}, LEAD)
    assert refused.value.faults[0].pointer == "/parameters/account"
