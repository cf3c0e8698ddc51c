"""The process dies after, or before, every single port call of a create and of a fire."""

import pytest

from shared.domain.history import Caller
from shared.errors import UnknownOutcome
from shared.workflows.fire_due import fire_due
from shared.workflows.open_case import open_case
from tests.support.faults import Plan, When, crashing, watched
from tests.support.town import WEB, Town, an_intake

WRITING = ("records", "alarm", "wakes", "postman", "directory", "policies")


def calls_of_create() -> list[str]:
    town, plan = Town(), Plan()
    open_case(watched(town.world, plan, WRITING), an_intake(), WEB)
    return plan.calls


def calls_of_fire() -> list[str]:
    town, plan = Town(), Plan()
    number = town.post().number
    town.clock.move_to(town.alarm.waiting[0].at)
    fire_due(watched(town.world, plan, WRITING), number, "schedule", town.clock.now())
    return plan.calls


CREATE, FIRE = calls_of_create(), calls_of_fire()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(CREATE) + 1), ids=lambda at: f"{at}-{CREATE[at - 1]}")
def test_a_create_that_dies_anywhere_makes_one_case_when_it_is_repeated(
    at: int, when: When
) -> None:
    town = Town()
    with crashing():
        open_case(watched(town.world, Plan(at=at, when=when), WRITING), an_intake(), WEB)
    opened = town.post()
    cards = town.store.records.work(None).items
    assert [card.number for card in cards] == [opened.number]
    assert town.store.directory.balance("smoke-ltd", "smoke-support") == 1
    town.pass_minutes(6)
    assert set(town.mails().values()) == {1}
    assert {"0.1.1.0", "1.1.1.0", "1.1.2.1"} <= set(town.mails())


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(FIRE) + 1), ids=lambda at: f"{at}-{FIRE[at - 1]}")
def test_a_fire_that_dies_anywhere_is_finished_by_the_sweep(at: int, when: When) -> None:
    town = Town()
    number = town.post().number
    due = town.alarm.waiting[0].at
    town.clock.move_to(due)
    town.alarm.ring()
    with crashing():
        fire_due(watched(town.world, Plan(at=at, when=when), WRITING), number, "schedule", due)
    town.pass_minutes(8)
    town.answer_calls()
    town.deliver()
    mails = town.mails()
    assert {"0.1.1.0", "1.1.1.0", "1.1.2.1", "3.1.0.0"} <= set(mails)
    sent_and_not_marked = FIRE[at - 1] in ("postman.send", "records.log", "records.save")
    assert max(mails.values()) <= (2 if sent_and_not_marked else 1)
    assert town.store.records.load(number).effects == ()


@pytest.mark.parametrize("position", [1, 2])
def test_an_unknown_outcome_of_the_creating_write_makes_one_case(position: int) -> None:
    town = Town()
    town.store.dynamo.weather.call("TransactWriteItems", "lost", times=position)
    opened = town.post()
    assert [card.number for card in town.store.records.work(None).items] == [opened.number]
    assert town.store.directory.balance("smoke-ltd", "smoke-support") == 1
    assert town.alarm.made


def test_an_unknown_outcome_that_never_clears_is_told_and_a_repeat_finds_the_case() -> None:
    town = Town()
    town.store.dynamo.weather.call("TransactWriteItems", "lost", times=3)
    with pytest.raises(UnknownOutcome):
        town.post()
    again = town.post()
    assert again.repeated
    assert [card.number for card in town.store.records.work(None).items] == [again.number]


def test_a_schedule_that_cannot_be_made_never_fails_the_request() -> None:
    town = Town()
    town.alarm.is_broken = True
    town.queue.is_broken = True
    opened = open_case(town.world, an_intake(), Caller(name="web form", door="web"))
    assert town.store.records.load(opened.number).entitlement == "smoke-support"
