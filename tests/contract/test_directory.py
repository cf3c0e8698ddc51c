"""Who the customers are: found in two rounds, with every copy right, whatever was put when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.matching import AccountRef, AssetRef, ContactRef, Draft, EntitlementRef
from shared.errors import Refused, Unavailable
from tests.contract.conftest import Stores
from tests.support.calls import counted
from tests.support.records import NINE

ANN = {"account": "acme", "name": "Ann", "email": "Ann@Acme.Example"}


def put(stores: Stores, kind: str, identifier: str, /, **document: Any) -> bool:
    return stores.directory.put(kind, identifier, document, who="maria", at=NINE)


def look(stores: Stores, **draft: Any) -> Any:
    return stores.directory.first_look(Draft(**{"origin": "api", **draft})).findings


def by_email(stores: Stores, address: str) -> Mapping[str, tuple[str, ...]]:
    found = look(stores, email=address).by_email
    return {ref.contact: (ref.account, *ref.ancestors) for ref in found}


def coverage(stores: Stores, account: str = "acme") -> AccountCoverage:
    (found,) = stores.directory.coverage([account])
    return found


def covered(stores: Stores, name: str = "gold", account: str = "acme") -> CoverageEntitlement:
    return next(c for c in coverage(stores, account).entitlements if c.entitlement.id == name)


def family(stores: Stores, *line: str) -> None:
    """Accounts, each the parent of the one before it."""
    for place in range(len(line) - 1, -1, -1):
        above = {"parent": line[place + 1]} if place + 1 < len(line) else {}
        put(stores, "account", line[place], **above)


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


def test_a_new_parent_reaches_everything_below_it(stores: Stores) -> None:
    put(stores, "account", "old")
    put(stores, "account", "new", parent="top")
    put(stores, "account", "top")
    put(stores, "account", "middle", parent="old")
    put(stores, "account", "acme", parent="middle", email_domains=["acme.example"])
    put(stores, "contact", "ann", **ANN)
    put(stores, "asset", "pump-1", account="acme", serial_number="SN1")
    put(stores, "entitlement", "gold", account="acme")

    put(stores, "account", "middle", parent="new")

    line = ("middle", "new", "top")
    found = look(
        stores, email="ann@acme.example", serial_number="SN1", contact="ann", entitlement="gold"
    )
    assert found.by_email[0].ancestors == line
    assert found.by_domain[0].ancestors == line
    assert found.by_serial[0].ancestors == line
    assert found.contact.ancestors == line
    assert found.entitlement.ancestors == line
    assert coverage(stores).ancestors == line


def test_a_parent_that_comes_late_is_above_what_was_there(stores: Stores) -> None:
    put(stores, "account", "acme", parent="holding")
    put(stores, "contact", "ann", **ANN)

    put(stores, "account", "holding", parent="group")

    assert by_email(stores, "ann@acme.example") == {"ann": ("acme", "holding", "group")}


def test_a_contact_that_moves_takes_its_pointers_along(stores: Stores) -> None:
    family(stores, "acme")
    family(stores, "beta", "holding")
    put(stores, "contact", "ann", **ANN)
    put(stores, "contact", "bob", account="acme", email="ann@acme.example")

    put(stores, "contact", "ann", account="beta", email="ann@beta.example")

    assert by_email(stores, "ann@acme.example") == {"bob": ("acme",)}
    assert by_email(stores, "ann@beta.example") == {"ann": ("beta", "holding")}
    put(stores, "account", "beta")
    assert by_email(stores, "ann@beta.example") == {"ann": ("beta",)}


def test_a_contact_without_an_address_any_more_is_not_found_by_it(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "contact", "ann", **ANN)

    put(stores, "contact", "ann", account="acme")

    assert by_email(stores, "ann@acme.example") == {}


def test_an_asset_is_found_by_its_new_serial_number_only(stores: Stores) -> None:
    family(stores, "acme")
    put(stores, "asset", "pump-1", account="acme", serial_number="SN1")

    put(stores, "asset", "pump-1", account="acme", serial_number="SN2")

    assert look(stores, serial_number="SN1").by_serial == ()
    assert [ref.asset for ref in look(stores, serial_number="sn2").by_serial] == ["pump-1"]


def test_a_domain_that_an_account_gives_up_does_not_name_it(stores: Stores) -> None:
    put(stores, "account", "acme", email_domains=["acme.example", "acme.test"])
    put(stores, "account", "beta", email_domains=["acme.example"])

    put(stores, "account", "acme", email_domains=["acme.test"])

    named = look(stores, email="x@acme.example").by_domain
    assert [ref.account for ref in named] == ["beta"]


def test_new_dates_of_contract_and_line_reach_the_entitlements(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "contract", "c1", account="acme", end_date="2026-12-31")
    put(stores, "contract", "c2", account="acme", end_date="2027-12-31")
    put(stores, "line", "l1", contract="c1", product="pump")
    put(stores, "entitlement", "by-line", account="acme", line="l1")
    put(stores, "entitlement", "by-contract", account="acme", contract="c1")
    put(stores, "entitlement", "other", account="acme", contract="c2")

    put(stores, "contract", "c1", account="acme", end_date="2026-06-30")
    assert covered(stores, "by-line").contract_end == date(2026, 6, 30)
    put(stores, "line", "l1", contract="c1", product="valve", end_date="2026-03-31")

    assert covered(stores, "by-line").line_end == date(2026, 3, 31)
    assert covered(stores, "by-line").line_product == "valve"
    assert covered(stores, "by-contract").contract_end == date(2026, 6, 30)
    assert covered(stores, "other").contract_end == date(2027, 12, 31)


def test_a_line_moved_to_another_contract_brings_that_ones_dates(stores: Stores) -> None:
    put(stores, "account", "acme")
    put(stores, "contract", "c1", account="acme", end_date="2026-12-31")
    put(stores, "contract", "c2", account="acme", end_date="2027-12-31")
    put(stores, "line", "l1", contract="c1", product="pump")
    put(stores, "entitlement", "gold", account="acme", line="l1")

    put(stores, "line", "l1", contract="c2", product="pump")

    assert covered(stores).contract_end == date(2027, 12, 31)


def test_E2_an_entitlement_never_moves_to_another_account(stores: Stores) -> None:
    family(stores, "acme")
    family(stores, "beta")
    put(stores, "entitlement", "gold", account="acme")

    with pytest.raises(Refused) as refused:
        put(stores, "entitlement", "gold", account="beta")

    assert "create a new entitlement" in refused.value.faults[0].message
    assert coverage(stores, "beta").entitlements == ()


def test_E1_a_contract_of_another_account_is_refused(stores: Stores) -> None:
    family(stores, "acme")
    family(stores, "beta")
    put(stores, "contract", "c1", account="beta")

    with pytest.raises(Refused):
        put(stores, "entitlement", "gold", account="acme", contract="c1")
    with pytest.raises(Refused):
        put(stores, "contract", "c1", account="acme")


def test_an_account_with_many_entitlements_is_read_whole(stores: Stores) -> None:
    put(stores, "account", "acme")
    for n in range(25):
        put(stores, "entitlement", f"e{n:02}", account="acme", name="x" * 250)

    assert len(coverage(stores).entitlements) == 25


def test_a_crash_anywhere_in_a_put_is_repaired_by_putting_again(memory: Stores) -> None:
    put(memory, "account", "old")
    put(memory, "account", "new")
    put(memory, "account", "acme", parent="old", email_domains=["acme.example"])
    put(memory, "contact", "ann", **ANN)
    wanted = {"parent": "new", "email_domains": ["acme.test"]}
    saved = dict(memory.memory.items)
    put(memory, "account", "acme", **wanted)
    whole = _without_editions(memory)
    writes = memory.memory.calls["PutItem"] + memory.memory.calls["UpdateItem"]
    crashes = 0

    for place in range(1, writes):
        _restore(memory, saved)
        if not _put_that_crashes(memory, place, "account", "acme", wanted):
            break
        crashes += 1
        put(memory, "account", "acme", **wanted)
        assert _without_editions(memory) == whole, f"after a crash at write {place}"

    assert crashes > 5


def test_a_crash_in_one_put_is_repaired_by_a_later_put_of_something_else(memory: Stores) -> None:
    family(memory, "acme")
    put(memory, "contact", "ann", **ANN)
    saved = dict(memory.memory.items)
    crashes = 0

    for place in range(1, 20):
        _restore(memory, saved)
        moved = {"account": "acme", "email": "ann@second.example"}
        if not _put_that_crashes(memory, place, "contact", "ann", moved):
            break
        crashes += 1
        third = {"account": "acme", "email": "ann@third.example"}
        _put_that_crashes(memory, 1, "contact", "ann", third)
        put(memory, "contact", "ann", **third)
        assert by_email(memory, "ann@acme.example") == {}
        assert by_email(memory, "ann@second.example") == {}
        assert by_email(memory, "ann@third.example") == {"ann": ("acme",)}

    assert crashes > 3


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


def _put_that_crashes(
    stores: Stores, place: int, kind: str, name: str, document: dict[str, Any]
) -> bool:
    """Put, with the nth write failing after its effect; answers whether it came to that."""
    dynamo = stores.memory
    left = [place]
    real = dynamo._store

    def store(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            raise ClientError({"Error": {"Code": "InternalServerError"}}, "PutItem")

    dynamo._store = store  # type: ignore[method-assign]  # the crash itself
    try:
        put(stores, kind, name, **document)
    except Unavailable:
        return True
    finally:
        dynamo._store = real  # type: ignore[method-assign]  # as it was
    return False


def _restore(stores: Stores, saved: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    dynamo = stores.memory
    for key in list(dynamo.items):
        dynamo.delete_item(Key={"pk": {"S": key[0]}, "sk": {"S": key[1]}})
    for item in saved.values():
        dynamo.put_item(Item=item)


def _without_editions(stores: Stores) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        key: {name: value for name, value in item.items() if name != "edition"}
        for key, item in stores.memory.items.items()
    }
