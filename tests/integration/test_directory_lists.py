"""Lists of the directory: filters that all hold, status by the day, ids, and what comes along (E3)."""

import json

import pytest

from tests.support.directory_api import asked, ids, with_samples
from tests.support.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


def test_of_several_filters_all_must_hold(town: Town) -> None:
    with_samples(town)
    asked(town, "POST", "/assets", {"id": "valve-1", "account": "smoke-ltd", "product": "valve"})
    both = {"account": "smoke-ltd", "product": "pump"}
    assert ids(town, "/assets", **both) == ["pump-9"]
    assert ids(town, "/assets", account="smoke-ltd", name="v") == ["valve-1"]
    assert ids(town, "/assets", account="new-co", product="pump") == []


def test_a_page_is_filled_over_what_does_not_fit(town: Town) -> None:
    with_samples(town)
    for place in range(7):
        product = "pump" if place % 3 == 0 else "valve"
        asked(town, "POST", "/assets", {"id": f"a{place}", "account": "new-co", "product": product})
    query = {"account": "new-co", "product": "pump", "limit": "2"}
    first = asked(town, "GET", "/assets", query=query)[1]
    second = asked(town, "GET", "/assets", query={**query, "cursor": first["next"]})[1]
    assert [one["id"] for one in first["items"]] == ["a0", "a3"]
    assert [one["id"] for one in second["items"]] == ["a6"]
    assert second["next"] is None


def test_S2_children_and_those_looked_after_are_told_apart(town: Town) -> None:
    asked(town, "POST", "/accounts", {"id": "child", "parent": "smoke-ltd"})
    asked(town, "POST", "/accounts", {"id": "served", "partner": "smoke-ltd"})
    assert ids(town, "/accounts", parent="smoke-ltd") == ["child"]
    assert ids(town, "/accounts", partner="smoke-ltd") == ["served"]
    assert asked(town, "POST", "/accounts", {"id": "x", "partner": "nobody"})[0] == 422


def test_E3_lists_are_filtered_by_status_on_the_accounts_own_date(town: Town) -> None:
    terms = {
        "past": {"end_date": "2026-03-01"},
        "present": {"start_date": "2026-03-02"},
        "future": {"start_date": "2026-03-03"},
    }
    asked(town, "POST", "/accounts", {"id": "east", "zone": "Pacific/Kiritimati"})
    asked(town, "POST", "/contracts", {"id": "c", "account": "east", "end_date": "2026-03-02"})
    for name, term in terms.items():
        asked(town, "POST", "/entitlements", {"id": name, "account": "smoke-ltd", **term})
        asked(town, "POST", "/entitlements", {"id": f"{name}-e", "account": "east", **term})
        asked(town, "POST", "/lines", {"id": name, "contract": "c", "product": "p", **term})
    town.clock.tick(2 * 3_600)
    at = {"account": "smoke-ltd"}
    assert ids(town, "/entitlements", **at, status="Expired") == ["past"]
    assert ids(town, "/entitlements", **at, status="Inactive") == ["future"]
    assert "present" in ids(town, "/entitlements", status="Active")
    # where the third of March has begun
    assert set(ids(town, "/entitlements", account="east", status="Active")) == {
        "present-e",
        "future-e",
    }
    assert ids(town, "/contracts", account="east", status="Expired") == ["c"]
    assert ids(town, "/lines", contract="c", status="Inactive") == []
    assert asked(town, "GET", "/entitlements", query={"status": "active"})[0] == 422
    assert "status" not in json.dumps(asked(town, "GET", "/contacts")[1])


def test_documents_are_read_by_their_ids(town: Town) -> None:
    with_samples(town)
    assert ids(town, "/contacts", ids="nia, nobody,nia,sue") == ["nia", "sue"]
    assert ids(town, "/contacts", ids="nia,sue", name="Sue") == ["sue"]
    many = ",".join(f"c{place}" for place in range(101))
    assert asked(town, "GET", "/contacts", query={"ids": many})[0] == 422


def test_expand_on_lists_reads_what_is_named_in_one_call(town: Town) -> None:
    with_samples(town)
    for place in range(20):
        body = {"id": f"e{place}", "account": "smoke-ltd", "line": "l-9"}
        asked(town, "POST", "/entitlements", {**body, "cases_per_entitlement": 5})
    query = {"account": "smoke-ltd", "expand": "account,line", "limit": "10"}
    asked(town, "GET", "/entitlements", query=query)
    before = dict(town.store.dynamo.calls)
    told = asked(town, "GET", "/entitlements", query=query)[1]["items"]
    calls = {
        name: number - before.get(name, 0)
        for name, number in town.store.dynamo.calls.items()
        if number != before.get(name, 0)
    }
    assert all(one["expanded"]["line"]["id"] == "l-9" for one in told if one.get("line"))
    assert [one["remaining_cases"] for one in told if one.get("line")][-1] == 5
    # the references; the documents, their contracts and accounts, balances, what is expanded
    assert calls == {"Query": 1, "BatchGetItem": 4, "GetItem": 2}
    assert asked(town, "GET", "/entitlements", query={"expand": "colour"})[0] == 422
