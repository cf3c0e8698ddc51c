"""What a product's templates give: an entitlement for each asset and contract line, once (E5)."""

from datetime import date
from typing import Any

import pytest

from shared.domain.entitlement_template import EntitlementTemplate, granted
from tests.support.directory_api import MANAGER, asked
from tests.support.town import Town

WARRANTY = {
    "id": "warranty",
    "name": "Warranty",
    "products": ["pump"],
    "term_days": 365,
    "process": "Smoke",
    "cases_per_entitlement": 5,
    "policy": "block",
    "precedence": 50,
}
PUMP = {"id": "pump-9", "account": "smoke-ltd", "product": "pump"}


@pytest.fixture
def town() -> Town:
    town = Town()
    made(town, "products", {"id": "pump"})
    made(town, "entitlement-templates", WARRANTY)
    return town


def made(town: Town, path: str, body: dict[str, Any], **more: Any) -> Any:
    status, told, _ = asked(town, "POST", f"/{path}", body, MANAGER, **more)
    assert status == 201, told
    return told


def given(town: Town, query: dict[str, str]) -> list[Any]:
    return list(asked(town, "GET", "/entitlements", query=query)[1]["items"])


def test_E5_creating_an_asset_gives_it_the_entitlement_of_its_products_template(
    town: Town,
) -> None:
    told = made(town, "assets", {**PUMP, "install_date": "2026-02-10"})
    assert told["templates"] == ["warranty"]
    (one,) = given(town, {"asset": "pump-9"})
    assert one["id"] == "warranty-for-pump-9"
    assert {key: one[key] for key in WARRANTY if key not in ("id", "products", "term_days")} == {
        key: WARRANTY[key] for key in WARRANTY if key not in ("id", "products", "term_days")
    }
    assert (one["account"], one["template"], one["pinned_version"]) == ("smoke-ltd", "warranty", 1)
    assert (one["start_date"], one["end_date"]) == ("2026-02-10", "2027-02-09")
    assert (one["created_by"], one["status"]) == ("maria", "Active")


def test_E5_creating_a_contract_line_does_too_from_its_start(town: Town) -> None:
    made(town, "contracts", {"id": "c-9", "account": "smoke-ltd"})
    made(
        town,
        "lines",
        {"id": "l-9", "contract": "c-9", "product": "pump", "start_date": "2026-04-01"},
    )
    (one,) = given(town, {"line": "l-9"})
    assert (one["account"], one["start_date"], one["end_date"]) == (
        "smoke-ltd",
        "2026-04-01",
        "2027-03-31",
    )


@pytest.mark.parametrize(
    ("dates", "start"),
    [
        ({"install_date": "2026-02-10", "purchase_date": "2026-01-10"}, "2026-02-10"),
        ({"purchase_date": "2026-01-10"}, "2026-01-10"),
        ({}, "2026-03-02"),
    ],
)
def test_E5_the_term_starts_at_installation_else_purchase_else_today(
    town: Town, dates: dict[str, str], start: str
) -> None:
    made(town, "assets", {**PUMP, **dates})
    assert given(town, {"asset": "pump-9"})[0]["start_date"] == start


def test_E5_today_is_that_of_the_account(town: Town) -> None:
    town.clock.tick(2 * 3600)
    zone = {"zone": "Pacific/Kiritimati"}
    asked(town, "PATCH", "/accounts/smoke-ltd", zone, headers={"if-match": "*"})
    made(town, "assets", PUMP)
    assert given(town, {"asset": "pump-9"})[0]["start_date"] == "2026-03-03"


def test_E5_a_template_gives_once_even_if_what_it_gave_was_deleted(town: Town) -> None:
    key = {"idempotency-key": "k-1"}
    made(town, "assets", PUMP, headers=key)
    made(town, "assets", PUMP, headers=key)
    assert len(given(town, {"asset": "pump-9"})) == 1
    assert asked(town, "DELETE", "/entitlements/warranty-for-pump-9")[0] == 204
    made(town, "assets", PUMP, headers=key)
    change = {"serial_number": "S9"}
    assert asked(town, "PATCH", "/assets/pump-9", change, headers={"if-match": "*"})[0] == 200
    assert given(town, {"asset": "pump-9"}) == []


def test_E5_a_template_that_comes_later_gives_nothing_to_what_was_there(town: Town) -> None:
    made(town, "assets", PUMP)
    made(town, "entitlement-templates", {**WARRANTY, "id": "extra"})
    asked(town, "PATCH", "/assets/pump-9", {"name": "Pump"}, headers={"if-match": "*"})
    assert [one["id"] for one in given(town, {"asset": "pump-9"})] == ["warranty-for-pump-9"]
    made(town, "assets", {**PUMP, "id": "pump-10"})
    assert [one["template"] for one in given(town, {"asset": "pump-10"})] == ["extra", "warranty"]


def test_E5_an_asset_that_lost_its_entitlement_to_a_crash_gets_it_with_the_next_change(
    town: Town,
) -> None:
    town.store.directory.put(
        "asset", "pump-9", {**PUMP, "templates": ["warranty"]}, who="crash", at=town.clock.now()
    )
    asked(town, "PATCH", "/assets/pump-9", {"name": "Pump"}, headers={"if-match": "*"})
    assert [one["id"] for one in given(town, {"asset": "pump-9"})] == ["warranty-for-pump-9"]


def test_E5_nobody_writes_which_templates_gave(town: Town) -> None:
    assert asked(town, "POST", "/assets", {**PUMP, "templates": ["warranty"]})[0] == 422


def test_E7_a_template_that_gave_is_not_deleted(town: Town) -> None:
    made(town, "assets", PUMP)
    status, told, _ = asked(town, "DELETE", "/entitlement-templates/warranty")
    assert status == 422
    assert told["errors"][0]["detail"] == "entitlement 'warranty-for-pump-9' refers to it"


def test_E5_a_template_without_a_term_gives_for_ever() -> None:
    template = EntitlementTemplate(id="t")
    body = granted(template, "asset", {"id": "a"}, "acme", date(2026, 3, 2))
    assert "end_date" not in body
    long = template.model_copy(update={"term_days": 36_500})
    late = granted(long, "asset", {"id": "a", "install_date": "9999-01-01"}, "acme", date.min)
    assert late["end_date"] == "9999-12-31"
