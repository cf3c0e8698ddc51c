"""Ledgers: a movement is entered once, and the balance moves with it."""

import pytest

from shared.domain.allowance import LedgerEntry, Moving, Standing
from shared.domain.audit import AuditEntry
from shared.domain.history import Receipt
from shared.errors import AlreadyDone, BalanceMoved, Refused
from tests.support.records import NINE
from tests.support.stores import Stores

HOUR = 3_600


def a_movement(amount: int = -5, at: int = NINE, reference: str = "invoice") -> LedgerEntry:
    return LedgerEntry(
        entitlement="gold",
        kind="correction",
        amount=amount,
        at=at,
        by="maria",
        reference=reference,
    )


def test_a_movement_is_entered_once_and_moves_the_balance_with_it(stores: Stores) -> None:
    assert stores.ledger.enter("acme", a_movement(), "one")
    assert stores.ledger.enter("acme", a_movement(), "one")
    assert not stores.ledger.enter("acme", a_movement(-9), "one")
    assert stores.directory.balance("acme", "gold") == -5
    assert stores.ledger.entered("acme", "gold", NINE, "one") == a_movement()
    assert stores.ledger.entered("acme", "gold", NINE, "two") is None


def test_movements_are_listed_oldest_first_page_by_page(stores: Stores) -> None:
    for hour in (2, 0, 1):
        stores.ledger.enter("acme", a_movement(hour + 1, NINE + hour * HOUR), f"at-{hour}")
    stores.ledger.enter("other", a_movement(9), "elsewhere")

    first = stores.ledger.entries("acme", "gold", None, 2)
    assert [entry.amount for entry in first.items] == [1, 2]
    last = stores.ledger.entries("acme", "gold", first.cursor, 2)
    assert ([entry.amount for entry in last.items], last.cursor) == ([3], None)
    with pytest.raises(Refused):
        stores.ledger.entries("acme", "gold", "nonsense")


def test_what_was_used_before_an_instant_leaves_out_that_instant(stores: Stores) -> None:
    for hour in range(3):
        stores.ledger.enter("acme", a_movement(1, NINE + hour * HOUR), "use")
    found = [stores.ledger.used_before("acme", "gold", NINE + hour * HOUR) for hour in range(4)]
    assert found == [0, 1, 2, 3]
    assert stores.ledger.used_before("acme", "gold", NINE + 3 * HOUR, "work_order") == 0


def test_E6_movements_of_cases_and_of_work_orders_move_balances_of_their_own(
    stores: Stores,
) -> None:
    stores.ledger.enter("acme", a_movement(2), "one")
    stores.ledger.enter(
        "acme", a_movement(3).model_copy(update={"record_type": "work_order"}), "two"
    )
    assert stores.directory.balance("acme", "gold") == 2
    assert stores.directory.balance("acme", "gold", "work_order") == 3
    assert stores.ledger.used_before("acme", "gold", NINE + HOUR, "work_order") == 3


def test_a_movement_whose_receipt_exists_is_not_entered_again(stores: Stores) -> None:
    receipt = Receipt(key="api:k", number="1:one", fingerprint="f", expires_at=NINE + HOUR)
    assert stores.ledger.enter("acme", a_movement(), "one", receipt)
    assert stores.ledger.enter("acme", a_movement(), "one", receipt)
    with pytest.raises(AlreadyDone) as done:
        stores.ledger.enter("acme", a_movement(), "two", receipt)
    assert (done.value.number, done.value.fingerprint) == ("1:one", "f")
    assert stores.directory.balance("acme", "gold") == -5
    assert stores.ledger.enter("acme", a_movement(at=NINE + HOUR), "three", receipt)


def test_a_movement_that_people_enter_moves_the_balance_from_where_it_stands(
    stores: Stores,
) -> None:
    trail = AuditEntry(
        kind="entitlement", id="gold", edition=1, at=NINE, by="m", door="api", verb="correction"
    )
    moving = Moving(standing=stores.ledger.standing("acme", "gold"), trail=trail)
    assert stores.ledger.enter("acme", a_movement(), "one", None, moving)
    assert stores.ledger.enter("acme", a_movement(), "one", None, moving)
    with pytest.raises(BalanceMoved):
        stores.ledger.enter("acme", a_movement(), "two", None, moving)
    assert stores.ledger.standing("acme", "gold") == Standing(used=-5, moves=1)
    assert stores.directory.changes("entitlement", "gold").items == (trail,)


def test_a_movement_whose_answer_was_lost_is_entered_once(memory: Stores) -> None:
    memory.memory.weather.call("TransactWriteItems", "lost")
    with pytest.raises(Exception, match="write a change"):
        memory.ledger.enter("acme", a_movement(), "one")
    assert memory.ledger.enter("acme", a_movement(), "one")
    assert memory.directory.balance("acme", "gold") == -5
