"""Who the customers are: found in two rounds, with those above them and all that covers them."""

from datetime import date
from typing import Any

import pytest

from shared.domain.matching import AccountRef, AssetRef, ContactRef, Draft, EntitlementRef
from shared.errors import Refused
from tests.support.calls import counted
from tests.support.customers import ANN, by_email, coverage, covered, family, look, put
from tests.support.records import NINE
from tests.support.stores import Stores


def test_a_document_comes_back_under_its_id(stores: Stores) -> None:
    assert put(stores, "account", "acme", name="Acme", tier="Gold", external_id="acme")

    assert stores.directory.get("account", "acme") == {"id": "acme", "name": "Acme", "tier": "Gold"}
    assert stores.directory.get("account", "beta") is None
    assert stores.directory.get("contact", "acme") is None


def test_the_same_document_again_is_no_change(stores: Stores) -> None:
    family(stores, "acme")

    assert put(stores, "contact", "ann", **ANN)
    assert not put(stores, "contact", "ann", **ANN)
    assert put(stores, "contact", "ann", **{**ANN, "name": "Anna"})


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("contact", {"account": "nobody"}),
        ("asset", {"account": "nobody"}),
        ("contract", {"account": "nobody"}),
        ("line", {"contract": "none", "product": "pump"}),
        ("entitlement", {"account": "nobody"}),
        ("entitlement", {"account": "acme", "line": "none"}),
        ("entitlement", {"account": "acme", "contract": "none"}),
        ("contact", {"account": "acme", "email": "no address"}),
        ("spaceship", {}),
    ],
)
def test_what_names_nothing_or_cannot_be_read_is_refused(
    stores: Stores, kind: str, document: dict[str, Any]
) -> None:
    family(stores, "acme")

    with pytest.raises(Refused):
        put(stores, kind, "new", **document)

    assert stores.directory.get(kind, "new") is None


def test_R2_an_address_finds_its_contacts_without_regard_to_case(stores: Stores) -> None:
    family(stores, "acme", "holding")
    family(stores, "beta")
    put(stores, "contact", "ann", **ANN)
    put(stores, "contact", "ann-at-beta", account="beta", email="ann@acme.example")

    assert by_email(stores, "ANN@acme.example") == {
        "ann": ("acme", "holding"),
        "ann-at-beta": ("beta",),
    }


def test_K5_the_first_look_brings_the_documents_of_contacts_and_assets(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "contact", "ann", **ANN)
    put(stores, "asset", "pump-1", account="acme", product="pump", serial_number="SN1")

    found = stores.directory.first_look(
        Draft(origin="api", email="ann@acme.example", asset="pump-1")
    )

    assert found.contacts["ann"].name == "Ann"
    assert found.assets["pump-1"].serial_number == "SN1"


def test_R2_domain_serial_number_and_names_tell_accounts_with_those_above(stores: Stores) -> None:
    put(stores, "account", "holding")
    put(stores, "account", "acme", parent="holding", email_domains=["acme.example"])
    put(stores, "contact", "ann", **ANN)
    put(stores, "asset", "pump-1", account="acme", product="pump", serial_number=" sn1 ")
    put(stores, "entitlement", "gold", account="acme")

    found = look(
        stores,
        email="bob@ACME.example",
        serial_number="SN1",
        account="acme",
        contact="ann",
        asset="pump-1",
        entitlement="gold",
    )

    line: dict[str, Any] = {"account": "acme", "ancestors": ("holding",)}
    assert found.by_email == ()
    assert found.by_domain == (AccountRef(**line),)
    assert found.by_serial == (AssetRef(**line, asset="pump-1", product="pump"),)
    assert found.account == AccountRef(**line)
    assert found.contact == ContactRef(**line, contact="ann")
    assert found.asset == AssetRef(**line, asset="pump-1", product="pump")
    assert found.entitlement == EntitlementRef(**line, entitlement="gold")


def test_a_look_for_a_stranger_finds_nobody_and_still_tells_the_configuration(
    stores: Stores,
) -> None:
    documents = [{"kind": "settings", "name": "settings", "version": 1, "body": {"zone": "UTC"}}]
    stores.policies.publish(documents, expected_revision=0, who="maria", at=NINE)

    found = stores.directory.first_look(
        Draft(origin="api", email="who@nowhere.example", account="none", serial_number="X")
    )

    assert found.configuration_revision == 1
    assert found.findings.by_email == ()
    assert found.findings.account is None


def test_an_entitlement_named_by_the_web_is_not_looked_up(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "entitlement", "gold", account="acme")

    assert look(stores, origin="web", entitlement="gold").entitlement is None


def test_the_matching_range_holds_account_entitlements_terms_and_balances(stores: Stores) -> None:
    put(stores, "account", "acme", zone="Europe/Berlin")
    put(stores, "contract", "c1", account="acme", start_date="2026-01-01", term_months=12)
    put(stores, "line", "l1", contract="c1", product="pump", end_date="2026-06-30")
    put(stores, "contact", "ann", **ANN)
    put(stores, "entitlement", "gold", account="acme", line="l1", contacts=["ann"])
    put(stores, "entitlement", "basic", account="acme")

    found = coverage(stores)

    assert found.account.zone == "Europe/Berlin"
    assert {c.entitlement.id for c in found.entitlements} == {"gold", "basic"}
    gold = covered(stores)
    assert gold.entitlement.contacts == ("ann",)
    assert (gold.contract_start, gold.contract_end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (gold.line_product, gold.line_end, gold.used) == ("pump", date(2026, 6, 30), 0)


def test_accounts_are_read_in_the_order_given_and_unknown_ones_left_out(stores: Stores) -> None:
    family(stores, "acme", "holding", "group")

    found = stores.directory.coverage(["acme", "nobody", "group", "holding"])

    assert [c.account.id for c in found] == ["acme", "group", "holding"]
    assert found[0].ancestors == ("holding", "group")


def test_R3_ancestors_are_five_at_most_and_a_circle_ends_the_walk(stores: Stores) -> None:
    family(stores, "a", "b", "c", "d", "e", "f", "g")

    assert coverage(stores, "a").ancestors == ("b", "c", "d", "e", "f")

    put(stores, "account", "c", parent="a")
    assert coverage(stores, "a").ancestors == ("b", "c")
    assert coverage(stores, "c").ancestors == ("a", "b")


def test_an_account_with_many_entitlements_is_read_whole(stores: Stores) -> None:
    put(stores, "account", "acme")
    for n in range(25):
        put(stores, "entitlement", f"e{n:02}", account="acme", name="x" * 250)

    assert len(coverage(stores).entitlements) == 25


def test_two_rounds_are_one_batch_and_one_query_for_each_account(stores: Stores) -> None:
    family(stores, "acme", "holding")
    put(stores, "contact", "ann", **ANN)
    draft = Draft(origin="api", email="ann@acme.example", serial_number="X", contact="ann")
    if not hasattr(stores.client, "meta"):
        stores.memory.calls.clear()
        stores.directory.first_look(draft)
        stores.directory.coverage(["acme", "holding"])
        assert dict(stores.memory.calls) == {"BatchGetItem": 1, "Query": 2}
        return
    with counted(stores.client) as calls:
        stores.directory.first_look(draft)
        stores.directory.coverage(["acme", "holding"])
    assert dict(calls.made) == {"dynamodb.BatchGetItem": 1, "dynamodb.Query": 2}
