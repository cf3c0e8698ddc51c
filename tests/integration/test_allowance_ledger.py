"""The ledger of an allowance: who used what, topped up, corrected, and never twice (E6)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.domain.history import Caller
from shared.errors import UnknownOutcome
from shared.workflows.move_allowance import Movement, move_allowance
from tests.support.directory_api import AGENT, MANAGER, asked
from tests.support.town import Town

FEW = {
    "id": "few",
    "account": "smoke-ltd",
    "process": "Smoke",
    "cases_per_entitlement": 2,
    "precedence": 1,
}
KEY = {"idempotency-key": "k-1"}
TRAIL = {"kind": "entitlement", "id": "few"}


@pytest.fixture
def town() -> Town:
    town = Town()
    assert asked(town, "POST", "/entitlements", FEW)[0] == 201
    return town


def moved(town: Town, what: str, body: Any, name: str = "few", **more: Any) -> tuple[int, Any]:
    status, told, _ = asked(town, "POST", f"/entitlements/{name}/{what}", body, **more)
    return status, told


def ledger(town: Town) -> list[Any]:
    return list(asked(town, "GET", "/entitlements/few/ledger", who=AGENT)[1]["items"])


def test_E6_the_ledger_tells_who_used_what_for_which_record(town: Town) -> None:
    number = town.post().number
    (use,) = ledger(town)
    assert (use["kind"], use["amount"], use["record"], use["by"]) == (
        "use",
        1,
        number,
        "web form",
    )


def test_E6_a_top_up_gives_more_than_was_included(town: Town) -> None:
    town.post()
    status, told = moved(town, "top-up", {"amount": 5, "reference": "Order 7"})
    assert (status, told["used"], told["remaining"]) == (201, -4, 6)
    assert told["entry"] == ledger(town)[-1]
    assert (told["entry"]["by"], told["entry"]["reference"]) == ("maria", "Order 7")
    assert asked(town, "GET", "/entitlements/few")[1]["remaining_cases"] == 6


def test_E6_a_correction_goes_either_way_and_the_sum_is_what_is_used(town: Town) -> None:
    town.post()
    assert moved(town, "correction", {"amount": -1, "reference": "spam"})[1]["used"] == 0
    assert moved(town, "correction", {"amount": 4, "reference": "by phone"})[1]["used"] == 4
    told = asked(town, "GET", "/entitlements/few")[1]
    assert sum(line["amount"] for line in ledger(town)) == 4
    assert told["remaining_cases"] == -2


def test_E6_a_repeated_top_up_counts_once(town: Town) -> None:
    body = {"amount": 5, "reference": "Order 7"}
    first = moved(town, "top-up", body, headers=KEY)
    again = moved(town, "top-up", body, headers=KEY)
    assert first == again
    assert moved(town, "top-up", {**body, "amount": 6}, headers=KEY)[0] == 409
    assert len(ledger(town)) == 1


def test_E6_a_top_up_whose_answer_was_lost_counts_once(town: Town) -> None:
    ledger_of = town.world.ledger
    enter, lost = ledger_of.enter, [True]

    def loses_an_answer(*given: Any) -> bool:
        done = enter(*given)
        if lost:
            lost.pop()
            raise UnknownOutcome("no answer")
        return done

    object.__setattr__(ledger_of, "enter", loses_an_answer)
    assert moved(town, "top-up", {"amount": 5, "reference": "Order 7"})[1]["used"] == -5
    assert len(ledger(town)) == 1


def test_E6_movements_of_one_second_stand_as_they_came(town: Town) -> None:
    maria = Caller(name="maria", door="api")
    for place in range(6):
        move_allowance(
            town.world, "few", Movement("correction", "case", 1, str(place)), maria, None
        )
    assert len({line["at"] for line in ledger(town)}) == 1
    assert [line["reference"] for line in ledger(town)] == ["0", "1", "2", "3", "4", "5"]


def test_E6_movements_at_once_are_each_entered_upon_the_other(town: Town) -> None:
    maria = Caller(name="maria", door="api")

    def move(place: int) -> int:
        wish = Movement("correction", "case", 1, str(place))
        return move_allowance(town.world, "few", wish, maria, None).used

    with ThreadPoolExecutor(4) as many:
        list(many.map(move, range(4)))
    trail = asked(town, "GET", "/audit", query=TRAIL)[1]["items"][:4]
    assert [line["after"]["used_cases"] for line in trail] == [4, 3, 2, 1]


def test_S4_movements_stand_in_the_trail_with_what_was_used_before_and_after(town: Town) -> None:
    town.post()
    moved(town, "top-up", {"amount": 5, "reference": "Order 7"}, headers=KEY)
    moved(town, "top-up", {"amount": 5, "reference": "Order 7"}, headers=KEY)
    moved(town, "correction", {"amount": 2, "reference": "by phone"})
    asked(town, "PATCH", "/entitlements/few", {"name": "Few"}, headers={"if-match": "*"})
    trail = asked(town, "GET", "/audit", query=TRAIL)[1]["items"]
    assert [line["verb"] for line in trail] == ["change", "correction", "top_up", "create"]
    told = trail[1]
    assert (told["by"], told["door"], told["edition"]) == ("maria", "api", 1)
    assert told["before"] == {"used_cases": -4, "id": "few"}
    assert told["after"] == {"used_cases": -2, "id": "few", "reference": "by phone"}
    day = asked(town, "GET", "/audit", query={"day": told["at"][:10], "limit": "100"})[1]["items"]
    assert [line["verb"] for line in day if line["id"] == "few"] == [line["verb"] for line in trail]


def test_E6_pages_of_the_ledger_follow_each_other(town: Town) -> None:
    for place in range(3):
        moved(town, "correction", {"amount": 1, "reference": str(place)})
    first = asked(town, "GET", "/entitlements/few/ledger", query={"limit": "2"})[1]
    query = {"limit": "2", "cursor": first["next"]}
    second = asked(town, "GET", "/entitlements/few/ledger", query=query)[1]
    lines = [*first["items"], *second["items"]]
    assert [line["reference"] for line in lines] == ["0", "1", "2"]


def test_E6_what_has_no_allowance_is_not_topped_up(town: Town) -> None:
    asked(town, "POST", "/entitlements", {"id": "all", "account": "smoke-ltd"})
    status, told = moved(town, "top-up", {"amount": 5, "reference": "Order 7"}, "all")
    assert (status, told["errors"][0]["code"]) == (422, "no_allowance")
    assert moved(town, "top-up", {"amount": 5, "reference": "x"}, "nothing")[0] == 404


def test_E6_cases_and_work_orders_are_counted_apart(town: Town) -> None:
    change = {"work_orders_per_entitlement": 3}
    asked(town, "PATCH", "/entitlements/few", change, headers={"if-match": "*"})
    body = {"amount": 5, "of": "work_order", "reference": "Order 7"}
    assert moved(town, "top-up", body)[1]["remaining"] == 8
    told = asked(town, "GET", "/entitlements/few")[1]
    assert (told["remaining_cases"], told["remaining_work_orders"]) == (2, 8)
    assert [line["of"] for line in ledger(town)] == ["work_order"]


@pytest.mark.parametrize(
    ("what", "body", "pointer"),
    [
        ("top-up", {"amount": 0, "reference": "x"}, "/amount"),
        ("top-up", {"amount": 5}, "/reference"),
        ("top-up", {"amount": "5", "reference": "x"}, "/amount"),
        ("correction", {"amount": 0, "reference": "x"}, "/amount"),
        ("correction", {"amount": 10_000_000, "reference": "x"}, "/amount"),
    ],
)
def test_E6_a_movement_says_how_much_and_why(
    town: Town, what: str, body: dict[str, Any], pointer: str
) -> None:
    status, told = moved(town, what, body)
    assert (status, told["errors"][0]["pointer"]) == (422, pointer)


def test_S1_an_agent_reads_the_ledger_and_moves_nothing(town: Town) -> None:
    body = {"amount": 5, "reference": "Order 7"}
    assert moved(town, "top-up", body, who=AGENT)[0] == 403
    assert moved(town, "correction", body, who=AGENT)[0] == 403
    assert asked(town, "GET", "/entitlements/few/ledger", who=AGENT)[0] == 200
    assert asked(town, "GET", "/entitlements/few/ledger", who=MANAGER)[0] == 200
