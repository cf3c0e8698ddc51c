"""Everything wrong with a document of the directory is told at once, whatever finds it (E1, E2)."""

from typing import Any

import pytest

from tests.support.directory_api import SAMPLES, asked, with_samples
from tests.support.town import Town

ANY = {"if-match": "*"}


@pytest.fixture
def town() -> Town:
    town = with_samples(Town())
    for path, body in (
        ("contracts", {"id": "c-new", "account": "new-co"}),
        ("assets", {"id": "new-pump", "account": "new-co", "product": "pump"}),
    ):
        assert asked(town, "POST", f"/{path}", body)[0] == 201
    return town


def faults(town: Town, method: str, path: str, body: Any, **more: Any) -> dict[str, str]:
    status, told, _ = asked(town, method, path, body, **more)
    assert status == 422, told
    return {fault["pointer"]: fault["code"] for fault in told["errors"]}


@pytest.mark.parametrize(("method", "own"), [("PUT", "/e-9"), ("PATCH", "/e-9"), ("POST", "")])
def test_E1_references_dates_contract_and_version_are_told_together(
    town: Town, method: str, own: str
) -> None:
    body = {
        "account": "smoke-ltd",
        "start_date": "2026-12-01",
        "end_date": "2026-01-01",
        "contract": "c-new",
        "line": "l-9",
        "process": "Smoke",
        "version": 9,
        "asset": "ghost",
    }
    more = {} if method == "POST" else {"headers": ANY}
    _, told, _ = asked(town, method, f"/entitlements{own}", body, **more)
    found = [(one["pointer"], one["code"]) for one in told["errors"]]
    assert sorted(found) == [
        ("/asset", "unknown"),
        ("/contract", "other_account"),
        ("/contract", "other_contract"),
        ("/end_date", "invalid"),
        ("/version", "unknown"),
    ]


@pytest.mark.parametrize(("method", "own"), [("PUT", "/e-9"), ("PATCH", "/e-9"), ("POST", "")])
def test_E1_faults_of_form_join_those_of_the_whole_document(
    town: Town, method: str, own: str
) -> None:
    body = {
        "account": "nope",
        "policy": "x",
        "start_date": "2026-12-01",
        "end_date": "2026-01-01",
        "process": "Smoke",
        "version": 9,
    }
    found = faults(town, method, f"/entitlements{own}", body, headers=ANY)
    assert sorted(found) == ["/account", "/end_date", "/policy", "/version"]


def test_E1_a_contract_tells_its_dates_and_all_it_names(town: Town) -> None:
    body = {
        "account": "nobody",
        "parent": "nothing",
        "start_date": "2026-05-01",
        "end_date": "2026-04-01",
    }
    new = {"if-none-match": "*"}
    assert sorted(faults(town, "PUT", "/contracts/k9", body, headers=new)) == [
        "/account",
        "/end_date",
        "/parent",
    ]


def test_S1_what_may_not_be_set_is_told_with_the_rest(town: Town) -> None:
    rule = {"fields": ["account.tier"], "read_only_for": ["supervisors"]}
    body = {"fields": [], "access": [rule]}
    assert asked(town, "PUT", "/fields/case", body, headers={"if-none-match": "*"})[0] == 200
    lead = {"name": "sam", "groups": "[supervisors]"}
    wish = {"tier": "Gold", "parent": "nobody", "email_domains": ["x"]}
    found = faults(town, "PATCH", "/accounts/new-co", wish, who=lead, headers=ANY)
    assert found["/tier"] == "not_permitted"
    assert {"/parent", "/tier", "/email_domains/0"} == set(found)


def test_E2_an_entitlement_that_names_contacts_is_told_to_be_created_anew(town: Town) -> None:
    named = {"contacts": ["nia"], "asset": "pump-9"}
    assert asked(town, "PATCH", "/entitlements/e-9", named, headers=ANY)[0] == 200
    move = {"account": "new-co"}
    _, told, _ = asked(town, "PATCH", "/entitlements/e-9", move, headers=ANY)
    (one,) = told["errors"]
    assert (one["pointer"], one["code"]) == ("/account", "fixed")
    assert "create a new entitlement for 'new-co'" in one["detail"]


def test_E1_a_line_names_assets_of_its_contracts_account_or_of_those_below(town: Town) -> None:
    line = {"contract": "c-9", "asset": "new-pump"}
    assert faults(town, "POST", "/lines", line) == {"/asset": "other_account"}
    asked(town, "PATCH", "/accounts/new-co", {"parent": "smoke-ltd"}, headers=ANY)
    assert asked(town, "POST", "/lines", line)[0] == 201


def test_E1_an_asset_stays_where_lines_of_contracts_name_it(town: Town) -> None:
    line = {"contract": "c-new", "asset": "new-pump"}
    assert asked(town, "POST", "/lines", line)[0] == 201
    for one in asked(town, "GET", "/entitlements", query={"asset": "new-pump"})[1]["items"]:
        asked(town, "DELETE", f"/entitlements/{one['id']}")
    move = {"account": "smoke-ltd"}
    found = faults(town, "PATCH", "/assets/new-pump", move, headers=ANY)
    assert found == {"/account": "referred"}
    asked(town, "PATCH", "/accounts/smoke-ltd", {"parent": "new-co"}, headers=ANY)
    assert asked(town, "PATCH", "/assets/new-pump", move, headers=ANY)[0] == 200


@pytest.mark.parametrize("path", ["accounts", "products"])
def test_E1_what_is_new_has_a_name_or_an_id_of_ones_own(town: Town, path: str) -> None:
    assert faults(town, "POST", f"/{path}", {}) == {"/name": "missing"}
    wrong: Any = {"fields": {"a": []}}
    assert sorted(faults(town, "POST", f"/{path}", wrong)) == ["/fields/a", "/name"]
    assert asked(town, "POST", f"/{path}", {"id": "bare"})[0] == 201
    assert asked(town, "POST", f"/{path}", {"name": "Bare"})[0] == 201


def test_E1_the_parent_of_a_contract_is_of_its_account_or_of_one_above(town: Town) -> None:
    child = {"account": "new-co", "parent": "c-9"}
    assert faults(town, "POST", "/contracts", child) == {"/parent": "other_account"}
    asked(town, "PATCH", "/accounts/new-co", {"parent": "smoke-ltd"}, headers=ANY)
    assert asked(town, "POST", "/contracts", child)[0] == 201
    above = {"account": "smoke-ltd", "parent": "c-new"}
    assert faults(town, "POST", "/contracts", above) == {"/parent": "other_account"}


@pytest.mark.parametrize("path", SAMPLES)
def test_E1_every_kind_judges_the_rest_of_what_has_a_strange_key(town: Town, path: str) -> None:
    body = {**SAMPLES[path], "strange": 1}
    del body["id"]
    found = faults(town, "PUT", f"/{path}/other", body, headers={"if-none-match": "*"})
    assert list(found) == ["/strange"]


@pytest.mark.parametrize("strange", ["junk", 'W/"1"', '"yesterday"'])
@pytest.mark.parametrize(("method", "body"), [("PATCH", {"tier": "A"}), ("PUT", {"name": "N"})])
def test_an_if_match_that_is_no_edition_is_told_as_such(
    town: Town, method: str, body: Any, strange: str
) -> None:
    _, told, _ = asked(town, method, "/accounts/new-co", body, headers={"if-match": strange})
    words = "The account 'new-co' is at edition 1, and you named none of its editions."
    assert (told["status"], told["detail"]) == (412, words)


def test_E1_a_term_that_contradicts_the_end_date_is_refused(town: Town) -> None:
    body = {"account": "smoke-ltd", "start_date": "2026-01-01", "term_months": 12}
    wrong = {**body, "end_date": "2026-06-30"}
    assert faults(town, "POST", "/contracts", wrong) == {"/term_months": "contradiction"}
    assert asked(town, "POST", "/contracts", {**body, "end_date": "2026-12-31"})[0] == 201


@pytest.mark.parametrize("length", [121, 255])
def test_E1_an_id_as_long_as_one_may_be_is_used_everywhere(town: Town, length: int) -> None:
    name = "a" * length
    assert asked(town, "POST", "/accounts", {"id": name})[0] == 201
    contact = {"account": name, "email": "long@long.example"}
    assert asked(town, "POST", "/contacts", contact)[0] == 201
    listed = asked(town, "GET", "/contacts", query={"account": name})[1]
    assert len(listed["items"]) == 1
    case = {"subject": "Long", "account": name}
    assert asked(town, "POST", "/cases", case)[0] == 201
    assert len(asked(town, "GET", "/cases", query={"account": name})[1]["items"]) == 1
    assert faults(town, "POST", "/accounts", {"id": name + "a" * 135}) == {"/id": "too_long"}


def test_E5_what_a_template_gives_has_an_id_however_long_the_names_are(town: Town) -> None:
    template = {"id": "t" * 200, "products": ["pump"], "term_days": 30}
    assert asked(town, "POST", "/entitlement-templates", template)[0] == 201
    asset = {"id": "s" * 200, "account": "smoke-ltd", "product": "pump"}
    assert asked(town, "POST", "/assets", asset)[0] == 201
    (given,) = asked(town, "GET", "/entitlements", query={"asset": "s" * 200})[1]["items"]
    assert len(given["id"]) == 255


@pytest.mark.parametrize("key", ["process", "name", "business_hours"])
def test_what_names_no_document_of_the_directory_is_not_expanded(town: Town, key: str) -> None:
    query = {"expand": f"account,{key}"}
    status, told, _ = asked(town, "GET", "/entitlements/e-9", query=query)
    assert (status, told["errors"][0]["pointer"]) == (422, "/expand")
    assert "contacts" in told["errors"][0]["detail"]
