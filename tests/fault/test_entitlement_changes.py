"""An entitlement changes while processes die, answers are lost and others change it too (R9, E6)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.domain.alteration import Alteration
from shared.domain.scenario import run_scenario
from shared.errors import Busy, StaleRevision
from shared.ports import Commit
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from tests.support.faults import Plan, When, crashing, watched
from tests.support.harbour import Harbour
from tests.support.town import AGENT

WRITING = ("records", "alarm", "wakes", "directory", "policies")
SLOW = Alteration(verb="update", entitlement="slow")
FAST = Alteration(verb="update", entitlement="fast")


def calls_of_a_change() -> list[str]:
    harbour, plan = Harbour(), Plan()
    number = harbour.open(entitlement="slow")
    change_case(watched(harbour.world, plan, WRITING), number, FAST, AGENT)
    return plan.calls


CHANGE = calls_of_a_change()


def balances_agree(harbour: Harbour) -> None:
    for name in ("fast", "slow"):
        assert harbour.used(name) == sum(amount for _, amount in harbour.ledger(name))
    held = [card.entitlement for card in harbour.store.records.work(None, limit=100).items]
    assert harbour.used("fast") == held.count("fast")
    assert harbour.used("slow") == held.count("slow")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(CHANGE) + 1), ids=lambda at: f"{at}-{CHANGE[at - 1]}")
def test_R9_a_change_that_dies_anywhere_is_whole_or_not_at_all(at: int, when: When) -> None:
    harbour = Harbour()
    number = harbour.open(entitlement="slow")
    with crashing():
        change_case(watched(harbour.world, Plan(at=at, when=when), WRITING), number, FAST, AGENT)
    balances_agree(harbour)
    view = harbour.change(number, entitlement="fast")
    assert (view.file.entitlement, view.file.revision) == ("fast", 2)
    balances_agree(harbour)
    assert harbour.ledger("fast") == [("use", 1)]
    harbour.pass_minutes(5 * 60, step=300)
    assert harbour.mails() == {"p1.0.2.0.0": 1, "p1.1.2.0.0": 1}


@pytest.mark.parametrize("position", [1, 2])
def test_R9_a_lost_answer_moves_the_allowance_once(position: int) -> None:
    harbour = Harbour()
    number = harbour.open()
    harbour.store.dynamo.weather.call("TransactWriteItems", "lost", times=position)
    assert harbour.change(number, entitlement="slow").file.entitlement == "slow"
    assert harbour.ledger("fast") == [("use", 1), ("return", -1)]
    assert harbour.ledger("slow") == [("use", 1)]


def test_R9_many_who_change_it_at_once_leave_one_entitlement_and_right_balances() -> None:
    harbour = Harbour()
    numbers = [harbour.open(f"call-{turn}") for turn in range(4)]
    harbour.store.dynamo.weather.roll(11, conflict=0.1)
    wishes = ("slow", "tracked", "fast", None)

    def wish(turn: int) -> None:
        number, name = numbers[turn % 4], wishes[turn // 4 % 4]
        if name is None:
            harbour.clear(number)
        else:
            harbour.change(number, entitlement=name)

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(wish, range(16)))
    harbour.store.dynamo.weather.clear()
    balances_agree(harbour)
    for number in numbers:
        history = harbour.store.records.history(number).items
        assert [entry.revision for entry in history] == list(range(1, len(history) + 1))
        exported = export_scenario(harbour.world, number)
        assert run_scenario(exported) == exported["expect"]


def test_R9_a_change_decided_on_a_stale_record_is_refused_and_moves_nothing() -> None:
    harbour = Harbour()
    number = harbour.open()
    harbour.change(number, fields={"priority": "High"})
    with pytest.raises(StaleRevision):
        change_case(harbour.world, number, SLOW, AGENT, if_match=1)
    assert (harbour.used("fast"), harbour.used("slow")) == (1, 0)


def test_E6_an_allowance_that_moves_meanwhile_is_decided_anew() -> None:
    harbour = Harbour()
    number = harbour.open()
    harbour.open("first", entitlement="slow")
    write = harbour.store.records.commit
    turns = iter(range(10))

    def slower(commit: Commit) -> None:
        if next(turns) == 0:
            # another record takes the last one, between the decision and the write
            harbour.open("second", entitlement="slow")
        write(commit)

    harbour.store.records.commit = slower  # type: ignore[method-assign]  # a race
    view = harbour.change(number, entitlement="slow")
    assert view.file.stamp.warnings == ("allowance_exceeded",)
    assert harbour.used("slow") == 3


def test_R9_a_race_that_is_never_won_moves_nothing() -> None:
    harbour = Harbour()
    number = harbour.open()
    harbour.store.dynamo.weather.roll(1, conflict=1.0)
    with pytest.raises(Busy):
        harbour.change(number, entitlement="slow")
    harbour.store.dynamo.weather.clear()
    balances_agree(harbour)
