"""Documents that are older than the rows of what they name get them later (E7)."""

from typing import Any

import pytest

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import key
from shared.errors import Refused
from tests.support.customers import put
from tests.support.records import NINE
from tests.support.stores import Stores


def forget(stores: Stores, pk: str, by: tuple[str, str]) -> None:
    """As it was for documents that were stored before there were such rows."""
    row = key(pk, keys.referred(*by))
    stores.client.delete_item(TableName=stores.table, Key=row)


def old(stores: Stores) -> None:
    put(stores, "account", "acme", owner="seller")
    put(stores, "contact", "ann", account="acme")
    put(stores, "asset", "pump", account="acme", contact="ann")
    forget(stores, "USER#seller", ("account", "acme"))
    for by in (("contact", "ann"), ("asset", "pump")):
        forget(stores, "ACCOUNT#acme", by)


def delete(stores: Stores, kind: str, identifier: str) -> None:
    stores.directory.delete(kind, identifier, who="maria", at=NINE, door="api")


def test_E7_a_document_says_how_many_rows_it_lacks(stores: Stores) -> None:
    old(stores)
    lacking = stores.directory.lacking_references
    assert [lacking("account", "acme"), lacking("contact", "ann"), lacking("asset", "pump")] == [
        1,
        1,
        1,
    ]
    assert lacking("asset", "nothing") == 0


def test_E7_what_was_missing_is_written_once_and_changes_no_document(stores: Stores) -> None:
    old(stores)
    before = stores.directory.read("asset", "pump")
    assert stores.directory.write_references("asset", "pump") == 1
    assert stores.directory.write_references("asset", "pump") == 0
    assert stores.directory.read("asset", "pump") == before
    assert len(stores.directory.changes("asset", "pump").items) == 1
    named = stores.directory.list("asset", of=("account", "acme")).items
    assert [one.id for one in named] == ["pump"]


def test_E7_then_what_is_named_is_not_deleted(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "contact", "ann", account="acme")
    forget(stores, "ACCOUNT#acme", ("contact", "ann"))
    stores.directory.write_references("contact", "ann")
    with pytest.raises(Refused) as refused:
        delete(stores, "account", "acme")
    assert [fault.message for fault in refused.value.faults] == ["contact 'ann' refers to it"]


def test_E7_what_is_gone_gets_no_rows(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "contact", "ann", account="acme")
    delete(stores, "contact", "ann")
    assert stores.directory.write_references("contact", "ann") == 0
    delete(stores, "account", "acme")


def test_E7_what_is_put_meanwhile_has_written_its_own(memory: Stores) -> None:
    old(memory)
    put(memory, "account", "beta")
    moved = iter((True,))
    client, write = memory.memory, memory.memory.transact_write_items

    def moves_first(**request: Any) -> Any:
        if next(moved, False):
            put(memory, "asset", "pump", account="beta")
        return write(**request)

    client.transact_write_items = moves_first  # type: ignore[method-assign]  # somebody is faster
    assert memory.directory.write_references("asset", "pump") == 1
    assert [one.id for one in memory.directory.list("asset", of=("account", "beta")).items] == [
        "pump"
    ]
    assert memory.directory.list("asset", of=("account", "acme")).items == ()


def test_E7_more_names_than_one_transaction_takes_are_written(memory: Stores) -> None:
    put(memory, "account", "acme")
    people = [f"c{place}" for place in range(95)]
    for name in people:
        put(memory, "contact", name, account="acme")
    put(memory, "entitlement", "gold", account="acme", contacts=people)
    for name in people:
        forget(memory, f"CONTACT#{name}", ("entitlement", "gold"))
    assert memory.directory.write_references("entitlement", "gold") == 95
    assert memory.directory.lacking_references("entitlement", "gold") == 0
