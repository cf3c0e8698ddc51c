"""Receipts and balances: a request is done once, and a use is counted with its record or not at all."""

import pytest

from shared.domain.case_file import CaseFile
from shared.domain.history import AllowanceMove, Receipt
from shared.errors import (
    Absent,
    AlreadyDone,
    BalanceMoved,
    NumberTaken,
)
from tests.support.records import NINE, NUMBER, alteration, creation
from tests.support.stores import Stores

OTHER = "0000000000"
DAY = 86_400


def a_receipt(number: str = NUMBER, *, key: str = "web:1", expires_at: int = NINE + 600) -> Receipt:
    return Receipt(key=key, number=number, fingerprint="f1", expires_at=expires_at)


def a_use(
    record: str = NUMBER, *, at_least: int | None = None, at_most: int | None = None
) -> AllowanceMove:
    return AllowanceMove(
        account="acme",
        entitlement="gold",
        record=record,
        kind="use",
        amount=1,
        at=NINE,
        by="maria",
        at_least=at_least,
        at_most=at_most,
    )


def created(stores: Stores, number: str = NUMBER) -> CaseFile:
    stores.records.commit(creation(number))
    return stores.records.load(number)


def test_I2_a_receipt_answers_a_repeat_with_the_first_record(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    with pytest.raises(AlreadyDone) as done:
        stores.records.commit(creation(OTHER, receipt=a_receipt(OTHER)))

    assert (done.value.number, done.value.fingerprint) == (NUMBER, "f1")
    with pytest.raises(Absent):
        stores.records.load(OTHER)


def test_a_receipt_with_the_records_own_number_means_that_it_was_committed(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    stores.records.commit(creation(receipt=a_receipt()))

    assert len(stores.records.history(NUMBER).items) == 1


def test_a_repeated_change_is_already_done(stores: Stores) -> None:
    first = alteration(created(stores), receipt=a_receipt())
    stores.records.commit(first)

    with pytest.raises(AlreadyDone) as done:
        stores.records.commit(alteration(first.file, receipt=a_receipt()))

    assert done.value.number == NUMBER


def test_an_expired_receipt_counts_as_absent_before_it_is_deleted(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt(expires_at=NINE + 600)))
    late = NINE + 600
    renewed = a_receipt(OTHER, expires_at=late + 600)

    assert stores.records.receipt("web:1", late) is None
    stores.records.commit(creation(OTHER, at=late, receipt=renewed))

    assert stores.records.receipt("web:1", late) == renewed


def test_a_receipt_can_be_read_while_it_holds(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    assert stores.records.receipt("web:1", NINE + 599) == a_receipt()
    assert stores.records.receipt("web:2", NINE) is None


def test_E6_a_use_is_counted_with_the_record_or_not_at_all(stores: Stores) -> None:
    stores.records.commit(creation(allowances=(a_use(),)))

    with pytest.raises(NumberTaken):
        stores.records.commit(creation(allowances=(a_use(),)))

    assert stores.directory.balance("acme", "gold") == 1


def test_E6_a_balance_that_was_never_used_is_zero(stores: Stores) -> None:
    stores.records.commit(creation(allowances=(a_use(at_least=0, at_most=0),)))

    assert stores.directory.balance("acme", "gold") == 1
    assert stores.directory.balance("acme", "silver") == 0


@pytest.mark.parametrize(("at_least", "at_most"), [(None, 0), (0, 0), (2, None), (2, 5)], ids=str)
def test_E6_a_use_outside_its_zone_makes_no_record(
    stores: Stores, at_least: int | None, at_most: int | None
) -> None:
    stores.records.commit(creation(allowances=(a_use(),)))
    move = a_use(OTHER, at_least=at_least, at_most=at_most)

    with pytest.raises(BalanceMoved):
        stores.records.commit(creation(OTHER, allowances=(move,)))

    assert stores.directory.balance("acme", "gold") == 1
    with pytest.raises(Absent):
        stores.records.load(OTHER)


def test_E6_a_zone_above_zero_does_not_hold_for_a_balance_never_used(stores: Stores) -> None:
    with pytest.raises(BalanceMoved):
        stores.records.commit(creation(allowances=(a_use(at_least=1),)))


def test_E6_what_is_given_back_lowers_the_balance(stores: Stores) -> None:
    before = creation(allowances=(a_use(),))
    stores.records.commit(before)
    back = replace_move(a_use(), kind="return", amount=-1)

    stores.records.commit(alteration(before.file, allowances=(back,)))

    assert stores.directory.balance("acme", "gold") == 0


def replace_move(move: AllowanceMove, **changes: object) -> AllowanceMove:
    return AllowanceMove.model_validate({**move.model_dump(), **changes})
