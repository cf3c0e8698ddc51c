"""The directory changes: every copy and pointer follows, and nothing moves that may not."""

from datetime import date

import pytest

from shared.errors import Refused
from tests.support.customers import ANN, by_email, coverage, covered, family, look, put
from tests.support.stores import Stores


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
