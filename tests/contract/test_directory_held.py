"""Documents are listed, changed by edition, deleted unless referred to, and leave a trail."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.allowance import LedgerEntry
from shared.domain.matching import Draft
from shared.errors import Absent, Refused, StaleRevision
from tests.support.customers import ANN, coverage, family, put
from tests.support.records import NINE
from tests.support.stores import Stores

DAY = "2026-03-02"


def delete(stores: Stores, kind: str, identifier: str, *, expected: int | None = None) -> None:
    stores.directory.delete(
        kind, identifier, who="maria", at=NINE + 60, door="api", expected=expected
    )


def names(stores: Stores, kind: str, **how: Any) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = stores.directory.list(kind, cursor=cursor, limit=2, **how)
        found += [one.id for one in page.items]
        cursor = page.cursor
        if cursor is None:
            return found


def test_a_document_says_who_made_and_changed_it_and_when(stores: Stores) -> None:
    put(stores, "account", "acme", name="Acme")
    stores.directory.put(
        "account", "acme", {"name": "Acme Ltd"}, who="alex", at=NINE + 5, door="api"
    )

    held = stores.directory.read("account", "acme")

    assert held is not None
    assert held.document == {"id": "acme", "name": "Acme Ltd"}
    assert (held.edition, held.created_by, held.created_at) == (2, "maria", NINE)
    assert (held.changed_by, held.changed_at) == ("alex", NINE + 5)
    assert stores.directory.read("account", "beta") is None


@pytest.mark.parametrize("expected", [0, 2])
def test_a_put_that_expects_another_edition_is_stale(stores: Stores, expected: int) -> None:
    put(stores, "account", "acme")
    with pytest.raises(StaleRevision, match="is at edition 1"):
        stores.directory.put("account", "acme", {}, who="m", at=NINE, expected=expected)
    with pytest.raises(StaleRevision, match="does not exist"):
        stores.directory.put("account", "beta", {}, who="m", at=NINE, expected=1)


def test_documents_are_listed_by_how_their_name_begins_and_else_by_their_id(
    stores: Stores,
) -> None:
    for name in ("Acme", "ACME West", "Beta"):
        put(stores, "account", f"id-{name}", name=name)
    put(stores, "account", "acme-nameless")

    assert names(stores, "account", beginning="aCM") == [
        "id-ACME West",
        "id-Acme",
        "acme-nameless",
    ]
    assert names(stores, "account", beginning="acme w") == ["id-ACME West"]
    assert names(stores, "account", beginning="nobody") == []
    first = stores.directory.list("account", beginning="acme", limit=1)
    with pytest.raises(Refused, match="cursor"):
        stores.directory.list("account", beginning="beta", cursor=first.cursor)


def test_E7_what_is_not_referred_to_is_deleted_with_everything_that_pointed_at_it(
    stores: Stores,
) -> None:
    family(stores, "acme")
    put(stores, "contact", "ann", **ANN)

    delete(stores, "contact", "ann", expected=1)

    assert stores.directory.get("contact", "ann") is None
    look = stores.directory.first_look(Draft(origin="web", email=ANN["email"], contact="ann"))
    assert (look.findings.by_email, look.findings.contact) == ((), None)
    assert names(stores, "contact") == names(stores, "contact", of=("account", "acme")) == []
    delete(stores, "account", "acme")
    assert stores.directory.coverage(["acme"]) == ()


def test_E7_deleting_what_is_referenced_names_what_refers_to_it(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "contact", "ann", **ANN)
    put(stores, "contract", "c1", account="acme")
    put(stores, "line", "l1", contract="c1", product="pump")
    put(stores, "entitlement", "gold", account="acme", line="l1", contacts=["ann"])

    told = {}
    for kind, name in (("account", "acme"), ("contract", "c1"), ("line", "l1"), ("contact", "ann")):
        with pytest.raises(Refused) as refused:
            delete(stores, kind, name)
        told[name] = [fault.message.removesuffix(" refers to it") for fault in refused.value.faults]

    assert told == {
        "acme": ["contact 'ann'", "contract 'c1'", "entitlement 'gold'"],
        "c1": ["line 'l1'"],
        "l1": ["entitlement 'gold'"],
        "ann": ["entitlement 'gold'"],
    }
    assert stores.directory.get("account", "acme") is not None


def test_E7_a_reference_that_moved_away_holds_nothing_back(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "contact", "ann", **ANN)
    put(stores, "entitlement", "gold", account="acme", contacts=["ann"])
    put(stores, "entitlement", "gold", account="acme")

    delete(stores, "contact", "ann")

    assert stores.directory.get("contact", "ann") is None


def test_what_is_not_there_or_has_moved_on_is_not_deleted(stores: Stores) -> None:
    with pytest.raises(Absent):
        delete(stores, "account", "acme")
    put(stores, "account", "acme")
    with pytest.raises(StaleRevision):
        delete(stores, "account", "acme", expected=2)


def test_an_entitlement_that_was_deleted_covers_nothing_more(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "entitlement", "gold", account="acme")
    delete(stores, "entitlement", "gold")
    assert coverage(stores, "acme").entitlements == ()


def test_a_new_document_under_an_old_id_counts_its_editions_on(stores: Stores) -> None:
    put(stores, "account", "acme", name="Acme")
    delete(stores, "account", "acme")
    put(stores, "account", "acme", name="Acme again")
    held = stores.directory.read("account", "acme")
    assert held is not None
    assert held.edition == 3
    verbs = [entry.verb for entry in stores.directory.changes("account", "acme").items]
    assert verbs == ["create", "delete", "create"]


def test_documents_are_listed_by_name_in_pages(stores: Stores) -> None:
    for identifier, name in (("a1", "beta"), ("a2", "Alpha"), ("a3", "Gamma"), ("a4", "alpha")):
        put(stores, "account", identifier, name=name)
    assert names(stores, "account") == ["a2", "a4", "a1", "a3"]
    assert names(stores, "contact") == []


def test_documents_are_listed_by_what_they_name(stores: Stores) -> None:
    family(stores, "acme")
    family(stores, "beta")
    put(stores, "product", "pump", name="Pump")
    for identifier in ("s1", "s2", "s3"):
        put(stores, "asset", identifier, account="acme", product="pump")
    put(stores, "asset", "s4", account="beta", product="valve")
    assert names(stores, "asset", of=("account", "acme")) == ["s1", "s2", "s3"]
    assert names(stores, "asset", of=("product", "pump")) == ["s1", "s2", "s3"]
    assert names(stores, "asset", of=("account", "beta")) == ["s4"]


def test_S4_every_change_leaves_who_when_what_and_through_which_door(stores: Stores) -> None:
    put(stores, "account", "acme", tier="Silver")
    stores.directory.put("account", "acme", {"tier": "Gold"}, who="alex", at=NINE + 5, door="api")

    newest, oldest = stores.directory.changes("account", "acme").items

    assert (oldest.verb, oldest.by, oldest.door, oldest.before) == ("create", "maria", "cli", None)
    assert (newest.verb, newest.by, newest.door, newest.at) == ("change", "alex", "api", NINE + 5)
    assert newest.before == {"id": "acme", "tier": "Silver"}
    assert newest.after == {"id": "acme", "tier": "Gold"}
    put(stores, "account", "acme", tier="Gold")
    assert len(stores.directory.changes("account", "acme").items) == 2


def test_S4_the_changes_of_a_day_are_read_newest_first_in_pages(stores: Stores) -> None:
    for place in range(3):
        stores.directory.put("account", f"a{place}", {}, who="m", at=NINE + place)
    first = stores.directory.changes_on(DAY, None, 2)
    second = stores.directory.changes_on(DAY, first.cursor, 2)
    assert [entry.id for entry in (*first.items, *second.items)] == ["a2", "a1", "a0"]
    assert second.cursor is None
    assert stores.directory.changes_on("2026-03-03").items == ()


def between(memory: Stores, act: Callable[[], object]) -> None:
    """Do something just before the next transaction of somebody else."""
    dynamo = memory.memory
    real = dynamo.transact_write_items

    def writing(**request: Any) -> Any:
        del dynamo.transact_write_items
        act()
        return real(**request)

    dynamo.transact_write_items = writing  # type: ignore[method-assign]  # the moment in between


def test_E7_what_comes_to_name_it_while_it_is_deleted_brings_it_back(memory: Stores) -> None:
    family(memory, "acme")
    between(memory, lambda: put(memory, "contact", "ann", **ANN))

    with pytest.raises(Refused, match="referred to"):
        delete(memory, "account", "acme")

    assert memory.directory.get("account", "acme") is not None
    assert memory.directory.get("contact", "ann") is not None


def test_E7_nothing_is_written_that_names_what_is_deleted_meanwhile(memory: Stores) -> None:
    family(memory, "acme")
    between(memory, lambda: delete(memory, "account", "acme"))

    with pytest.raises(Refused, match="no account 'acme'"):
        put(memory, "contact", "ann", **ANN)

    assert memory.directory.get("contact", "ann") is None


def test_documents_are_read_together_and_those_that_are_not_there_are_left_out(
    stores: Stores,
) -> None:
    put(stores, "account", "acme", name="Acme")
    put(stores, "contact", "ann", **ANN)
    put(stores, "product", "pump", name="Pump")
    delete(stores, "product", "pump")

    wanted = [("account", "acme"), ("contact", "ann"), ("contact", "acme"), ("product", "pump")]
    found = stores.directory.together(wanted)

    assert found.keys() == {("account", "acme"), ("contact", "ann")}
    assert found["account", "acme"] == stores.directory.read("account", "acme")
    assert stores.directory.together([]) == {}


def test_E6_balances_are_read_together_also_of_what_was_never_used(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "entitlement", "gold", account="acme", cases_per_entitlement=5)
    use = LedgerEntry(entitlement="gold", kind="correction", amount=3, at=NINE, by="maria")
    stores.ledger.enter("acme", use, "one")

    found = stores.directory.balances([("acme", "gold"), ("acme", "silver")])

    assert found["acme", "gold"] == {"case": 3, "work_order": 0}
    assert found["acme", "silver"] == {"case": 0, "work_order": 0}
