"""What may be kept of customers, and what a template and a contract bring with them (E1, E2, E5)."""

from typing import Any

import pytest

from tests.support.directory_api import AGENT, asked, ids
from tests.support.town import Town

ANY = {"if-match": "*"}


@pytest.fixture
def town() -> Town:
    return Town()


def made(town: Town, path: str, **body: Any) -> dict[str, Any]:
    status, told, _ = asked(town, "POST", f"/{path}", body)
    assert status == 201, told
    return dict(told)


def refused(town: Town, method: str, path: str, **body: Any) -> list[str]:
    status, told, _ = asked(town, method, f"/{path}", body, headers=ANY)
    assert status == 422, told
    return [f"{fault['pointer']}: {fault['detail']}" for fault in told["errors"]]


def test_E1_an_account_keeps_all_that_is_said_of_it(town: Town) -> None:
    whole = {
        "id": "acme",
        "name": "Acme",
        "parent": "smoke-ltd",
        "email_domains": ["acme.example"],
        "tier": "Gold",
        "owner": "alex",
        "zone": "Asia/Tokyo",
        "fields": {"region": "East"},
    }
    made(town, "accounts", **whole)
    told = asked(town, "GET", "/accounts/acme")[1]
    assert {key: told[key] for key in whole} == whole


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("parent", "nothing"),
        ("owner", "nobody"),
        ("zone", "Mars/Olympus"),
        ("email_domains", ["no domain"]),
    ],
)
def test_E1_an_account_names_nothing_that_is_not_there(town: Town, key: str, value: Any) -> None:
    (fault,) = refused(town, "POST", "accounts", id="acme", **{key: value})
    assert fault.startswith(f"/{key}")


def test_E1_several_contacts_share_an_address_also_of_one_account(town: Town) -> None:
    made(town, "accounts", id="other")
    for name, account in (("one", "smoke-ltd"), ("two", "smoke-ltd"), ("three", "other")):
        made(town, "contacts", id=name, account=account, email="Shared@x.example")
    opened = asked(town, "POST", "/cases", {"subject": "x", "email": "shared@x.example"}, AGENT)
    assert (opened[0], opened[1]["no_entitlement"]) == (201, "ambiguous")
    assert asked(town, "DELETE", "/contacts/three")[0] == 204
    number = asked(town, "POST", "/cases", {"subject": "x", "email": "shared@x.example"}, AGENT)
    case = asked(town, "GET", f"/cases/{number[1]['number']}", who=AGENT)[1]
    assert (case["account"], case["contact"]) == ("smoke-ltd", None)


def test_E1_a_contact_and_an_asset_belong_to_one_account_that_is_there(town: Town) -> None:
    for path in ("contacts", "assets", "contracts", "entitlements"):
        assert refused(town, "POST", path, id="x")[0].startswith("/account")
        assert refused(town, "POST", path, id="x", account="nothing")[0].startswith("/account")


def test_E1_the_contract_of_an_entitlement_is_that_of_its_line(town: Town) -> None:
    for name in ("c-1", "c-2"):
        made(town, "contracts", id=name, account="smoke-ltd")
    made(town, "lines", id="l-1", contract="c-1", product="pump")
    cover = {"id": "e-1", "account": "smoke-ltd", "line": "l-1"}
    assert refused(town, "POST", "entitlements", **cover, contract="c-2") == [
        "/contract: line 'l-1' belongs to 'c-1'"
    ]
    made(town, "entitlements", **cover, contract="c-1")


def test_E1_the_contract_of_an_entitlement_is_of_its_account(town: Town) -> None:
    made(town, "accounts", id="other")
    made(town, "contracts", id="c-1", account="other")
    made(town, "lines", id="l-1", contract="c-1", product="pump")
    cover = {"id": "e-1", "account": "smoke-ltd"}
    for name in ({"contract": "c-1"}, {"line": "l-1"}):
        (fault,) = refused(town, "POST", "entitlements", **cover, **name)
        assert "belongs to 'other'" in fault


def test_E1_a_line_is_of_a_product_an_asset_or_that_product_of_that_asset(town: Town) -> None:
    made(town, "contracts", id="c-1", account="smoke-ltd")
    made(town, "assets", id="pump-1", account="smoke-ltd", product="pump")
    for place, what in enumerate(
        ({"product": "pump"}, {"asset": "pump-1"}, {"product": "pump", "asset": "pump-1"})
    ):
        made(town, "lines", id=f"l-{place}", contract="c-1", **what)
    assert refused(town, "PATCH", "lines/l-0", product=None) == [
        "/product: a line names a product or an asset"
    ]


def test_E1_what_its_account_relies_on_does_not_move_to_another(town: Town) -> None:
    made(town, "accounts", id="other")
    made(town, "contacts", id="ann", account="smoke-ltd")
    made(town, "assets", id="pump-1", account="smoke-ltd", contact="ann")
    made(town, "entitlements", id="e-1", account="smoke-ltd", asset="pump-1", contacts=["ann"])
    assert refused(town, "PATCH", "assets/pump-1", account="other", contact=None) == [
        "/account: entitlement 'e-1' of 'smoke-ltd' refers to it"
    ]
    assert refused(town, "PATCH", "contacts/ann", account="other") == [
        "/account: asset 'pump-1' of 'smoke-ltd' refers to it",
        "/account: entitlement 'e-1' of 'smoke-ltd' refers to it",
    ]
    change: dict[str, Any] = {"asset": None, "contacts": []}
    assert asked(town, "PATCH", "/entitlements/e-1", change, headers=ANY)[0] == 200
    moved = {"account": "other", "contact": None}
    assert asked(town, "PATCH", "/assets/pump-1", moved, headers=ANY)[0] == 200
    assert asked(town, "PATCH", "/contacts/ann", {"account": "other"}, headers=ANY)[0] == 200
    assert ids(town, "/contacts", account="other") == ["ann"]


def test_E2_an_entitlement_keeps_all_that_is_said_of_it(town: Town) -> None:
    made(town, "contracts", id="c-1", account="smoke-ltd")
    made(town, "contacts", id="ann", account="smoke-ltd")
    whole = {
        "id": "e-1",
        "account": "smoke-ltd",
        "name": "Gold",
        "type": "Phone support",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "process": "Smoke",
        "business_hours": "24x7",
        "contract": "c-1",
        "contacts": ["ann"],
        "cases_per_entitlement": 10,
        "work_orders_per_entitlement": 2,
        "allowance_period": "month",
        "policy": "block",
        "precedence": 5,
        "covers": "account_and_subsidiaries",
    }
    made(town, "entitlements", **whole)
    told = asked(town, "GET", "/entitlements/e-1")[1]
    assert {key: told[key] for key in whole} == whole


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({}, "Active"),
        ({"start_date": "2026-03-02"}, "Active"),
        ({"start_date": "2026-03-03"}, "Inactive"),
        ({"end_date": "2026-03-02"}, "Active"),
        ({"end_date": "2026-03-01"}, "Expired"),
        ({"start_date": "1999-01-01"}, "Active"),
    ],
)
def test_E2_no_start_has_always_begun_and_no_end_never_comes(
    town: Town, dates: dict[str, str], status: str
) -> None:
    assert made(town, "entitlements", id="e-1", account="smoke-ltd", **dates)["status"] == status


def test_E2_precedence_is_a_hundred_unless_the_template_says_otherwise(town: Town) -> None:
    for name, more in (("plain", {}), ("urgent", {"precedence": 7, "cases_per_entitlement": 4})):
        made(town, "products", id=name)
        made(town, "entitlement-templates", id=name, products=[name], **more)
        made(town, "assets", id=f"of-{name}", account="smoke-ltd", product=name)
    (plain,) = asked(town, "GET", "/entitlements", query={"asset": "of-plain"})[1]["items"]
    (urgent,) = asked(town, "GET", "/entitlements", query={"asset": "of-urgent"})[1]["items"]
    assert (plain.get("precedence", 100), plain.get("cases_per_entitlement")) == (100, None)
    assert (urgent["precedence"], urgent["cases_per_entitlement"]) == (7, 4)


def test_E5_every_template_of_a_product_gives_its_own(town: Town) -> None:
    made(town, "products", id="pump")
    for name in ("phone", "visits"):
        made(town, "entitlement-templates", id=name, products=["pump"])
    made(town, "assets", id="pump-1", account="smoke-ltd", product="pump")
    given = asked(town, "GET", "/entitlements", query={"asset": "pump-1"})[1]["items"]
    assert [one["template"] for one in given] == ["phone", "visits"]
