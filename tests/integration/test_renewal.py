"""Renewing an entitlement: the next term, linked both ways, and never twice (E9)."""

from datetime import date
from typing import Any

import pytest

from shared.domain.entitlement import Entitlement
from shared.domain.renewal import next_term
from shared.errors import Refused
from tests.support.directory_api import AGENT, MANAGER, asked
from tests.support.town import Town

GOLD = {
    "id": "gold",
    "account": "smoke-ltd",
    "name": "Gold",
    "start_date": "2026-01-01",
    "end_date": "2026-12-31",
    "process": "Smoke",
    "cases_per_entitlement": 20,
    "precedence": 50,
}


@pytest.fixture
def town() -> Town:
    town = Town()
    assert asked(town, "POST", "/entitlements", GOLD)[0] == 201
    return town


def renew(town: Town, name: str = "gold", body: Any = None, **more: Any) -> tuple[int, Any]:
    status, told, _ = asked(town, "POST", f"/entitlements/{name}/renew", body or {}, **more)
    return status, told


def test_E9_renewing_clones_with_the_next_dates_and_links_both(town: Town) -> None:
    status, told = renew(town)
    assert status == 201
    copied = ("account", "name", "process", "cases_per_entitlement", "precedence")
    assert {key: told[key] for key in copied} == {key: GOLD[key] for key in copied}
    assert (told["id"], told["start_date"], told["end_date"]) == (
        "gold-r2",
        "2027-01-01",
        "2027-12-31",
    )
    assert (told["used_cases"], told["pinned_version"], told["status"]) == (0, 1, "Inactive")
    assert told["renewed_from"] == "gold"
    assert asked(town, "GET", "/entitlements/gold")[1]["renewed_as"] == "gold-r2"
    assert "renewed_as" not in told


def test_E9_renewing_again_answers_the_renewal_that_is_there(town: Town) -> None:
    first = renew(town)
    again = renew(town)
    same = renew(town, body={"end_date": "2027-12-31"})
    assert first == again == same
    status, told = renew(town, body={"end_date": "2028-12-31"})
    assert (status, told["errors"][0]["pointer"]) == (409, "/end_date")
    assert len(asked(town, "GET", "/entitlements", query={"renewed_from": "gold"})[1]["items"]) == 1


def test_E9_a_renewal_is_renewed_in_its_turn_and_one_that_was_deleted_made_again(
    town: Town,
) -> None:
    renew(town)
    assert renew(town, "gold-r2")[1]["id"] == "gold-r3"
    assert asked(town, "DELETE", "/entitlements/gold-r3")[0] == 204
    assert renew(town, "gold-r2")[1]["start_date"] == "2028-01-01"


def test_E9_what_was_renewed_by_hand_is_not_renewed_again(town: Town) -> None:
    own = {**GOLD, "id": "gold-27", "renewed_from": "gold"}
    assert asked(town, "POST", "/entitlements", own)[0] == 201
    assert renew(town)[1]["id"] == "gold-27"


def test_E9_a_taken_id_that_is_no_renewal_is_a_conflict(town: Town) -> None:
    asked(town, "POST", "/entitlements", {**GOLD, "id": "gold-r2"})
    assert renew(town)[0] == 409


def test_E9_a_renewal_may_have_another_contract_and_allowance(town: Town) -> None:
    asked(town, "POST", "/contracts", {"id": "c-27", "account": "smoke-ltd"})
    told = renew(town, body={"contract": "c-27", "cases_per_entitlement": 40})[1]
    assert (told["contract"], told["remaining_cases"]) == ("c-27", 40)


@pytest.mark.parametrize(
    ("term", "body", "pointer"),
    [
        ({"end_date": None}, {}, "/start_date"),
        ({"start_date": None}, {}, "/end_date"),
        ({}, {"start_date": "2026-12-31"}, "/start_date"),
        ({}, {"end_date": "2026-12-31"}, "/end_date"),
        ({}, {"contract": "nothing"}, "/contract"),
    ],
)
def test_E9_what_cannot_be_renewed_says_why(
    town: Town, term: dict[str, Any], body: dict[str, Any], pointer: str
) -> None:
    asked(town, "PATCH", "/entitlements/gold", term, headers={"if-match": "*"})
    status, told = renew(town, body=body)
    assert (status, told["errors"][0]["pointer"]) == (422, pointer)
    assert renew(town, "nothing")[0] == 404


def test_S1_an_agent_does_not_renew(town: Town) -> None:
    assert asked(town, "POST", "/entitlements/gold/renew", {}, AGENT)[0] == 403


@pytest.mark.parametrize(
    ("start", "end", "next_start", "next_end"),
    [
        ("2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"),
        ("2026-01-15", "2026-02-14", "2026-02-15", "2026-03-14"),
        ("2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31"),
        ("2024-01-01", "2025-12-31", "2026-01-01", "2027-12-31"),
        ("2026-01-01", "2026-01-10", "2026-01-11", "2026-01-20"),
        ("2026-05-05", "2026-05-05", "2026-05-06", "2026-05-06"),
        ("9999-01-01", "9999-12-30", "9999-12-31", "9999-12-31"),
    ],
)
def test_E9_the_next_term_is_as_many_months_else_as_many_days(
    start: str, end: str, next_start: str, next_end: str
) -> None:
    entitlement = Entitlement(
        id="e", account="a", start_date=date.fromisoformat(start), end_date=date.fromisoformat(end)
    )
    found = next_term(entitlement)
    assert [day.isoformat() for day in found] == [next_start, next_end]


def test_E9_after_the_last_day_of_all_nothing_is_renewed() -> None:
    with pytest.raises(Refused):
        next_term(Entitlement(id="e", account="a", start_date=date(9999, 1, 1), end_date=date.max))


def test_an_id_of_any_letters_is_found_by_its_address(town: Town) -> None:
    _, told, headers = asked(
        town, "POST", "/entitlements", {**GOLD, "id": "Größte Hilfe/1"}, MANAGER
    )
    place = headers["location"]
    assert asked(town, "GET", place)[1]["id"] == told["id"] == "Größte Hilfe/1"
    assert renew(town, place.rpartition("/")[2])[1]["id"] == "Größte Hilfe/1-r2"
    assert asked(town, "PATCH", place, {"name": "x"}, headers={"if-match": '"1"'})[0] == 200
    assert asked(town, "PATCH", place, {"name": "y"}, headers={"if-match": '"1"'})[0] == 412
