"""The directory through the API: made, listed, changed by edition, deleted, and audited (E1-E7, S4)."""

from typing import Any

import pytest

from tests.support.directory_api import AGENT, SAMPLES, asked, with_samples
from tests.support.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize("path", SAMPLES)
def test_E1_every_kind_is_made_shown_listed_changed_and_deleted(town: Town, path: str) -> None:
    with_samples(town)
    name = SAMPLES[path]["id"]
    status, told, headers = asked(town, "GET", f"/{path}/{name}", who=AGENT)
    assert status == 200
    assert {key: told[key] for key in SAMPLES[path]} == SAMPLES[path]
    assert (told["edition"], told["created_by"], headers["etag"]) == (1, "maria", '"1"')

    listed = asked(town, "GET", f"/{path}", who=AGENT)[1]["items"]
    assert name in [one["id"] for one in listed]

    others = {"lines": {"end_date": "2026-12-31"}, "assets": {"serial_number": "S8"}}
    change = others.get(path, {"name": "Other"})
    changed = asked(town, "PATCH", f"/{path}/{name}", change, headers={"if-match": '"1"'})
    assert (changed[0], changed[1]["edition"]) == (200, 2)

    trail = asked(town, "GET", "/audit", query={"kind": path[:-1].replace("-", "_"), "id": name})[
        1
    ]["items"]
    assert [(line["verb"], line["by"], line["door"]) for line in trail] == [
        ("change", "maria", "api"),
        ("create", "maria", "api"),
    ]
    if path not in ("products", "contracts", "lines"):
        assert asked(town, "DELETE", f"/{path}/{name}")[0] == 204
        assert asked(town, "GET", f"/{path}/{name}")[0] == 404


def test_E7_deleting_what_is_referenced_names_documents_and_records(town: Town) -> None:
    with_samples(town)
    number = town.post().number
    status, told, _ = asked(town, "DELETE", "/products/pump")
    assert (status, len(told["errors"])) == (422, 2)
    _, told, _ = asked(town, "DELETE", "/accounts/smoke-ltd")
    assert told["errors"][0]["detail"] == f"record {number} refers to it"


def test_every_fault_of_a_document_is_told_at_once_with_its_pointer(town: Town) -> None:
    body = {
        "account": "nobody",
        "process": "Nothing",
        "business_hours": "Moonlight",
        "contacts": ["ann", "zoe"],
        "asset": "ghost",
    }
    status, told, _ = asked(town, "POST", "/entitlements", body)
    assert status == 422
    pointers = {fault["pointer"] for fault in told["errors"]}
    assert pointers == {
        "/account",
        "/process",
        "/business_hours",
        "/contacts/0",
        "/contacts/1",
        "/asset",
    }
    status, told, _ = asked(
        town,
        "POST",
        "/entitlements",
        {"account": "smoke-ltd", "start_date": "2026-05-01", "end_date": "2026-04-01"},
    )
    assert (status, told["errors"][0]["pointer"]) == (422, "/end_date")


def test_E2_the_account_of_an_entitlement_is_fixed_for_ever(town: Town) -> None:
    with_samples(town)
    status, told, _ = asked(
        town,
        "PATCH",
        "/entitlements/e-9",
        {"account": "new-co", "line": None},
        headers={"if-match": "*"},
    )
    assert status == 422
    assert "create a new entitlement" in told["errors"][0]["detail"]


def test_E1_accounts_do_not_go_in_circles(town: Town) -> None:
    with_samples(town)
    change = {"parent": "smoke-ltd"}
    assert asked(town, "PATCH", "/accounts/new-co", change, headers={"if-match": "*"})[0] == 200
    status, told, _ = asked(
        town, "PATCH", "/accounts/smoke-ltd", {"parent": "new-co"}, headers={"if-match": "*"}
    )
    assert (status, told["errors"][0]["code"]) == (422, "circle")


def test_E1_contracts_do_not_go_in_circles_and_a_parent_is_not_deleted(town: Town) -> None:
    with_samples(town)
    child = {"id": "c-10", "account": "smoke-ltd", "parent": "c-9"}
    assert asked(town, "POST", "/contracts", child)[0] == 201
    status, told, _ = asked(
        town, "PATCH", "/contracts/c-9", {"parent": "c-10"}, headers={"if-match": "*"}
    )
    assert (status, told["errors"][0]["code"]) == (422, "circle")
    children = asked(town, "GET", "/contracts", query={"parent": "c-9"})[1]["items"]
    assert [one["id"] for one in children] == ["c-10"]
    asked(town, "DELETE", "/entitlements/e-9")
    asked(town, "DELETE", "/lines/l-9")
    status, told, _ = asked(town, "DELETE", "/contracts/c-9")
    assert (status, told["errors"][0]["detail"]) == (422, "contract 'c-10' refers to it")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("contracts", {"start_date": "2026-05-01", "end_date": "2026-04-30"}, "/end_date"),
        ("contracts", {"parent": "nothing"}, "/parent"),
        ("lines", {"contract": "c-9"}, "/product"),
        (
            "lines",
            {"product": "x", "start_date": "2026-05-01", "end_date": "2026-04-30"},
            "/end_date",
        ),
        ("entitlement-templates", {"process": "Nothing"}, "/process"),
        ("entitlement-templates", {"term_days": 0}, "/term_days"),
    ],
)
def test_E1_what_makes_no_sense_is_refused_on_save(
    town: Town, path: str, body: dict[str, Any], pointer: str
) -> None:
    with_samples(town)
    owner = {"contracts": {"account": "smoke-ltd"}, "lines": {"contract": "c-9"}}.get(path, {})
    status, told, _ = asked(town, "POST", f"/{path}", {**owner, **body})
    assert (status, [fault["pointer"] for fault in told["errors"]]) == (422, [pointer])


def test_E3_contracts_and_lines_tell_their_status_in_the_accounts_zone(town: Town) -> None:
    with_samples(town)
    ended = {"account": "smoke-ltd", "start_date": "2025-01-01", "term_months": 12}
    assert asked(town, "POST", "/contracts", ended)[1]["status"] == "Expired"
    tomorrow = {"contract": "c-9", "product": "pump", "start_date": "2026-03-03"}
    assert asked(town, "POST", "/lines", {"id": "l-10", **tomorrow})[1]["status"] == "Inactive"
    town.clock.tick(2 * 3600)
    zone = {"zone": "Pacific/Kiritimati"}
    asked(town, "PATCH", "/accounts/smoke-ltd", zone, headers={"if-match": "*"})
    assert asked(town, "GET", "/lines/l-10")[1]["status"] == "Active"


def test_a_stale_change_is_answered_with_the_document_as_it_is(town: Town) -> None:
    with_samples(town)
    path = "/accounts/new-co"
    asked(town, "PATCH", path, {"tier": "Gold"}, headers={"if-match": '"1"'})
    for method, body in (("PATCH", {"tier": "Silver"}), ("DELETE", None)):
        status, told, headers = asked(town, method, path, body, headers={"if-match": '"1"'})
        assert (status, headers["etag"]) == (412, '"2"')
        assert told["current"]["tier"] == "Gold"
    assert asked(town, "PATCH", path, {"tier": "Silver"})[0] == 428


def test_a_taken_id_is_a_conflict_and_a_repeated_request_is_one(town: Town) -> None:
    body = {"name": "Twice Ltd"}
    key = {"idempotency-key": "k-1"}
    first = asked(town, "POST", "/accounts", body, headers=key)
    again = asked(town, "POST", "/accounts", body, headers=key)
    assert (first[0], again[0]) == (201, 201)
    assert first[1]["id"] == again[1]["id"]
    other = asked(town, "POST", "/accounts", {"name": "Other"}, headers=key)
    assert other[0] == 409
    assert asked(town, "POST", "/accounts", {"id": "smoke-ltd"})[0] == 409


def test_E3_an_entitlement_tells_its_status_and_what_is_left(town: Town) -> None:
    body = {
        "id": "few",
        "account": "smoke-ltd",
        "end_date": "2026-01-31",
        "cases_per_entitlement": 5,
    }
    _, told, _ = asked(town, "POST", "/entitlements", body)
    assert (told["status"], told["used_cases"], told["remaining_cases"]) == ("Expired", 0, 5)


def test_P3_an_entitlement_is_pinned_to_the_default_of_the_day_it_is_made(town: Town) -> None:
    body = {"account": "smoke-ltd", "process": "Smoke"}
    assert asked(town, "POST", "/entitlements", body)[1]["pinned_version"] == 1


def test_expand_brings_what_a_document_names(town: Town) -> None:
    with_samples(town)
    _, told, _ = asked(
        town, "GET", "/entitlements/e-9", who=AGENT, query={"expand": "account,line"}
    )
    assert told["expanded"]["line"] == {"id": "l-9", "contract": "c-9", "product": "pump"}
    assert told["expanded"]["account"]["id"] == "smoke-ltd"
    assert asked(town, "GET", "/entitlements/e-9", query={"expand": "colour"})[0] == 422


def test_lists_are_filtered_and_paged(town: Town) -> None:
    with_samples(town)
    for place in range(3):
        asked(town, "POST", "/contacts", {"id": f"x{place}", "account": "new-co"})
    query = {"account": "new-co", "limit": "2"}
    first = asked(town, "GET", "/contacts", query=query)[1]
    second = asked(town, "GET", "/contacts", query={**query, "cursor": first["next"]})[1]
    assert [one["id"] for one in (*first["items"], *second["items"])] == ["x0", "x1", "x2"]
    assert second["next"] is None


def test_documents_are_found_by_how_their_name_begins(town: Town) -> None:
    for name in ("Zeta Ltd", "ZETA Works", "Zebra", "Other"):
        asked(town, "POST", "/accounts", {"id": f"id-{name[-2:]}", "name": name})
    query = {"name": "zETa", "limit": "1"}
    first = asked(town, "GET", "/accounts", query=query, who=AGENT)[1]
    second = asked(town, "GET", "/accounts", query={**query, "cursor": first["next"]})[1]
    assert [one["name"] for one in (*first["items"], *second["items"])] == [
        "Zeta Ltd",
        "ZETA Works",
    ]
    assert second["next"] is None


def test_S1_an_agent_reads_customers_and_changes_nothing(town: Town) -> None:
    with_samples(town)
    for path, body in SAMPLES.items():
        assert asked(town, "POST", f"/{path}", body, who=AGENT)[0] == 403
        assert asked(town, "DELETE", f"/{path}/{body['id']}", who=AGENT)[0] == 403
    assert asked(town, "GET", "/audit", who=AGENT, query={"day": "2026-03-02"})[0] == 403


def test_S1_what_is_hidden_of_customers_is_absent_and_cannot_be_set() -> None:
    town = Town("acme")
    fields = {
        "for": "case",
        "fields": [],
        "access": [
            {
                "fields": ["account.tier"],
                "hidden_from": ["agents"],
                "read_only_for": ["supervisors"],
            }
        ],
    }
    document = {"kind": "fields", "name": "case", "version": 1, "body": fields}
    policies = town.store.policies
    others = [one for one in policies.documents(policies.revision()) if one["kind"] != "fields"]
    policies.publish([*others, document], expected_revision=policies.revision(), who="m", at=1)
    assert "tier" in asked(town, "GET", "/accounts/northwind")[1]
    assert "tier" not in asked(town, "GET", "/accounts/northwind", who=AGENT)[1]
    lead = {"name": "sam", "groups": "[supervisors]"}
    status, told, _ = asked(
        town, "PATCH", "/accounts/northwind", {"tier": "Gold"}, lead, headers={"if-match": "*"}
    )
    assert (status, told["errors"][0]["code"]) == (422, "not_permitted")


def test_S4_a_records_own_trail_is_read_in_the_same_place(town: Town) -> None:
    number = town.post().number
    _, told, _ = asked(town, "GET", "/audit", query={"kind": "case", "id": number})
    assert [(line["verb"], line["door"]) for line in told["items"]] == [("open", "web")]
    day = asked(town, "GET", "/audit", query={"day": "2026-03-02"})[1]["items"]
    assert {line["verb"] for line in day} == {"create"}
    for query in ({}, {"kind": "case"}, {"kind": "case", "id": number, "day": "2026-03-02"}):
        assert asked(town, "GET", "/audit", query=query)[0] == 422


def test_I5_faults_of_form_and_of_names_are_told_together(town: Town) -> None:
    body = {
        "id": "e-8",
        "account": "nobody",
        "process": "Nope",
        "contract": "c-8",
        "cases_per_entitlement": -1,
        "start_date": "x",
        "line": "\x00",
    }
    status, told, _ = asked(town, "POST", "/entitlements", body)
    assert status == 422
    pointers = {fault["pointer"] for fault in told["errors"]}
    assert pointers == {
        "/account",
        "/process",
        "/contract",
        "/cases_per_entitlement",
        "/start_date",
        "/line",
    }


def test_I5_so_are_those_of_a_change(town: Town) -> None:
    with_samples(town)
    change = {"contract": "c-8", "cases_per_entitlement": "many"}
    status, told, _ = asked(town, "PATCH", "/entitlements/e-9", change, headers={"if-match": '"1"'})
    assert status == 422
    pointers = {fault["pointer"] for fault in told["errors"]}
    assert pointers == {"/contract", "/cases_per_entitlement"}
