"""What moto never does and AWS does: conflicts, lost answers, token windows, throttles, lag, limits."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from typing_extensions import override

from shared.domain.case_file import CaseFile
from shared.domain.history import AllowanceMove
from shared.domain.matching import Draft
from shared.errors import (
    BalanceMoved,
    Conflict,
    NumberTaken,
    Unavailable,
    UnknownOutcome,
)
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_dynamo import TOKEN_SECONDS, MemoryDynamo
from tests.support.records import NINE, NUMBER, a_card, alteration, creation
from tests.support.stores import Stores, stores_of

WRITE = "TransactWriteItems"


def an_allowance(at_most: int | None = None) -> AllowanceMove:
    return AllowanceMove(
        account="acme",
        entitlement="gold",
        record=NUMBER,
        kind="use",
        amount=1,
        at=NINE,
        by="maria",
        at_most=at_most,
    )


def kept(before: CaseFile) -> CaseFile:
    return before.model_copy(update={"version": before.version + 1})


def test_a_transaction_that_met_another_conflicts_and_wrote_nothing(memory: Stores) -> None:
    memory.memory.weather.call(WRITE, "conflict")

    with pytest.raises(Conflict):
        memory.records.commit(creation())

    assert memory.memory.items == {}


def test_a_throttled_write_is_unavailable_and_wrote_nothing(memory: Stores) -> None:
    memory.memory.weather.call(WRITE, "throttle")

    with pytest.raises(Unavailable) as failed:
        memory.records.commit(creation())

    assert not isinstance(failed.value, UnknownOutcome)
    assert memory.memory.items == {}


@pytest.mark.parametrize("read", ["GetItem", "Query", "BatchGetItem"])
def test_a_throttled_read_is_unavailable(memory: Stores, read: str) -> None:
    reads: dict[str, Callable[[], object]] = {
        "GetItem": lambda: memory.records.load(NUMBER),
        "Query": lambda: memory.records.history(NUMBER),
        "BatchGetItem": lambda: memory.directory.first_look(Draft(origin="web")),
    }
    memory.memory.weather.call(read, "throttle")

    with pytest.raises(Unavailable):
        reads[read]()


def test_a_lost_answer_is_an_unknown_outcome_and_the_same_commit_again_is_success(
    memory: Stores,
) -> None:
    commit = creation(allowances=(an_allowance(),))
    memory.memory.weather.call(WRITE, "lost")

    with pytest.raises(UnknownOutcome):
        memory.records.commit(commit)
    memory.records.commit(commit)

    assert memory.records.load(NUMBER) == commit.file
    assert memory.directory.balance("acme", "gold") == 1


def test_a_500_of_a_write_may_have_happened(memory: Stores) -> None:
    memory.memory.weather.call(WRITE, "broken")

    with pytest.raises(UnknownOutcome):
        memory.records.commit(creation())


@pytest.mark.parametrize("after", [0, TOKEN_SECONDS - 1, TOKEN_SECONDS + 1])
@pytest.mark.parametrize("at_most", [None, 0])
def test_the_same_commit_counts_once_inside_the_token_window_and_after_it(
    memory: Stores, after: int, at_most: int | None
) -> None:
    commit = creation(allowances=(an_allowance(at_most),))
    memory.records.commit(commit)
    memory.memory.clock.tick(after)

    memory.records.commit(commit)

    assert memory.directory.balance("acme", "gold") == 1


def test_a_token_used_for_another_payload_conflicts(memory: Stores) -> None:
    memory.records.commit(creation(token="one"))

    with pytest.raises(Conflict):
        memory.records.commit(creation("0000000000", token="one"))


def test_a_landed_change_is_told_from_a_lost_race_though_the_retry_meets_a_conflict(
    memory: Stores,
) -> None:
    memory.records.commit(creation())
    change = alteration(memory.records.load(NUMBER))
    memory.memory.weather.call(WRITE, "lost")
    memory.memory.weather.call(WRITE, "conflict")

    with pytest.raises(UnknownOutcome):
        memory.records.commit(change)
    memory.records.commit(change)

    assert len(memory.records.history(NUMBER).items) == 2


def test_bookkeeping_that_the_sdk_repeats_after_a_lost_answer_is_no_lost_race() -> None:
    stores = stores_of(Repeating(HandClock()), "table")
    stores.records.commit(creation())
    before = stores.records.load(NUMBER)
    stores.memory.weather.call("PutItem", "lost")

    stores.records.save(kept(before), a_card(), None, True, before.version)

    assert stores.records.load(NUMBER).version == 2


def test_two_workers_that_write_the_very_same_books_do_not_both_win(memory: Stores) -> None:
    memory.records.commit(creation())
    before = memory.records.load(NUMBER)
    memory.records.save(kept(before), a_card(), None, True, before.version)

    with pytest.raises(Conflict):
        memory.records.save(kept(before), a_card(), None, True, before.version)


def test_bookkeeping_that_meets_a_transaction_conflicts(memory: Stores) -> None:
    memory.records.commit(creation())
    memory.memory.weather.call("PutItem", "conflict")

    with pytest.raises(Conflict):
        memory.records.save(kept(memory.records.load(NUMBER)), a_card(), None, True, 1)


def test_bookkeeping_without_an_answer_is_an_unknown_outcome(memory: Stores) -> None:
    memory.records.commit(creation())
    memory.memory.weather.call("PutItem", "lost")

    with pytest.raises(UnknownOutcome):
        memory.records.save(kept(memory.records.load(NUMBER)), a_card(), None, True, 1)


def test_a_number_that_is_taken_is_told_although_the_allowance_moved_too(memory: Stores) -> None:
    memory.records.commit(creation(allowances=(an_allowance(),)))

    with pytest.raises(NumberTaken):
        memory.records.commit(creation(token="another", allowances=(an_allowance(at_most=0),)))
    with pytest.raises(BalanceMoved):
        memory.records.commit(
            creation("0000000000", token="third", allowances=(an_allowance(at_most=0),))
        )


class Repeating(MemoryDynamo):
    """A client that repeats a lost call, as botocore does."""

    @override
    def put_item(self, **request: Any) -> dict[str, Any]:
        try:
            return super().put_item(**request)
        except ReadTimeoutError:
            return super().put_item(**request)
