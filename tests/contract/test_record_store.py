"""Records are kept whole: every write all or nothing, every race lost by exactly one."""

import pytest

from shared.domain.case_file import CaseFile
from shared.domain.effect import Effect, Recipient
from shared.domain.history import AllowanceMove, Comment, Receipt
from shared.errors import (
    Absent,
    Conflict,
    NumberTaken,
)
from tests.support.records import NINE, NUMBER, a_card, a_file, alteration, creation
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


def test_a_record_comes_back_as_it_was_written(stores: Stores) -> None:
    effect = Effect(
        id="3K7Q9WZDD-1-0",
        template="received",
        to=(Recipient(kind="contact"),),
        due_at=NINE,
        made_at=NINE,
    )
    fields = {"subject": "Ümläut ✓", "n": 1, "f": 1.5, "yes": True, "none": None, "digits": "007"}
    commit = creation(file={"fields": fields, "effects": (effect,), "armed_for": NINE + 60})

    stores.records.commit(commit)

    assert stores.records.load(NUMBER) == commit.file


def test_a_record_that_is_not_there_is_absent(stores: Stores) -> None:
    with pytest.raises(Absent):
        stores.records.load(NUMBER)


def test_a_change_moves_version_and_revision_and_leaves_history(stores: Stores) -> None:
    before = created(stores)

    stores.records.commit(alteration(before, file={"fields": {"status": "Open"}}))

    after = stores.records.load(NUMBER)
    assert (after.version, after.revision, after.fields) == (2, 2, {"status": "Open"})
    assert [entry.revision for entry in stores.records.history(NUMBER).items] == [1, 2]


def test_E8_a_number_that_exists_is_taken(stores: Stores) -> None:
    created(stores)

    with pytest.raises(NumberTaken):
        stores.records.commit(creation())


def test_of_two_changes_to_one_version_one_conflicts_and_writes_nothing(stores: Stores) -> None:
    before = created(stores)
    stores.records.commit(alteration(before, file={"fields": {"status": "Open"}}))
    loser = alteration(
        before,
        comment=Comment(
            number=NUMBER, order=2, at=NINE, by="maria", door="api", public=True, body="Hello"
        ),
    )

    with pytest.raises(Conflict):
        stores.records.commit(loser)

    assert stores.records.load(NUMBER).fields == {"status": "Open"}
    assert stores.records.comments(NUMBER).items == ()


def test_a_change_after_bookkeeping_conflicts(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2})
    stores.records.save(kept, a_card(), None, True, 1)

    with pytest.raises(Conflict):
        stores.records.commit(alteration(before))


def test_the_same_commit_again_is_success_and_changes_nothing(stores: Stores) -> None:
    commit = creation(receipt=a_receipt(), allowances=(a_use(),))

    stores.records.commit(commit)
    stores.records.commit(commit)

    assert stores.directory.balance("acme", "gold") == 1
    assert len(stores.records.history(NUMBER).items) == 1


def test_the_same_change_again_is_success_even_after_others_have_followed(stores: Stores) -> None:
    change = alteration(created(stores))
    stores.records.commit(change)
    stores.records.commit(alteration(change.file))
    kept = stores.records.load(NUMBER).model_copy(update={"version": 4})
    stores.records.save(kept, a_card(), None, True, 3)

    stores.records.commit(change)

    assert stores.records.load(NUMBER).version == 4


def test_bookkeeping_moves_the_version_and_nothing_else(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2, "armed_for": NINE + 60})

    stores.records.save(kept, a_card(), NINE + 60, True, before.version)

    assert stores.records.load(NUMBER) == kept
    assert len(stores.records.history(NUMBER).items) == 1


def test_bookkeeping_on_an_old_version_conflicts(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2})
    stores.records.save(kept, a_card(), None, True, before.version)

    with pytest.raises(Conflict):
        stores.records.save(kept, a_card(), None, True, before.version)


def test_bookkeeping_of_a_record_that_is_not_there_conflicts(stores: Stores) -> None:
    with pytest.raises(Conflict):
        stores.records.save(a_file(version=2), a_card(), None, True, 1)
