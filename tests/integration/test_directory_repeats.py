"""A document of the directory is made once for each idempotency key, whatever happens after (E1)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.domain.alteration import Repeat
from shared.domain.history import Caller
from shared.workflows.create_document import create_document
from shared.workflows.judge_document import Asked
from tests.support.directory_api import SAMPLES, asked, ids, with_samples
from tests.support.town import Town

KEY = {"idempotency-key": "k-1"}
BODY = {"name": "Twice Ltd"}
DAY = 86_400


@pytest.fixture
def town() -> Town:
    return Town()


def made(town: Town, body: Any = BODY, key: Any = KEY, path: str = "/accounts") -> tuple[int, Any]:
    status, told, _ = asked(town, "POST", path, body, headers=key)
    return status, told


@pytest.mark.parametrize("named", [{}, {"id": "twice"}])
def test_E1_a_repeated_request_is_answered_with_what_it_made_as_it_now_stands(
    town: Town, named: dict[str, str]
) -> None:
    first = made(town, {**BODY, **named})
    assert made(town, {**BODY, **named}) == first
    own = f"/accounts/{first[1]['id']}"
    asked(town, "PATCH", own, {"tier": "Gold"}, headers={"if-match": "*"})
    status, told = made(town, {**BODY, **named})
    assert (status, told["id"], told["tier"], told["edition"]) == (201, first[1]["id"], "Gold", 2)
    assert len(ids(town, "/accounts", name="Twice")) == 1


def test_E1_what_was_deleted_since_is_not_made_anew(town: Town) -> None:
    own = f"/accounts/{made(town)[1]['id']}"
    assert asked(town, "DELETE", own)[0] == 204
    status, told = made(town)
    assert (status, "deleted since" in told["detail"]) == (409, True)
    assert asked(town, "GET", own)[0] == 404


def test_E1_a_key_is_of_one_request_for_a_day(town: Town) -> None:
    assert made(town)[0] == 201
    for status, told in (made(town, {"name": "Other"}), made(town, {}, KEY, "/products")):
        assert (status, told["detail"]) == (
            409,
            "This idempotency key was used for another request.",
        )
    town.clock.tick(DAY)
    assert made(town, {"name": "Other"})[0] == 201
    assert len(ids(town, "/accounts", name="Twice")) == 1


def test_E1_a_new_key_does_not_excuse_a_taken_id(town: Town) -> None:
    body = {**BODY, "id": "twice"}
    assert made(town, body)[0] == 201
    status, told = made(town, body, {"idempotency-key": "k-2"})
    assert (status, told["errors"][0]["code"]) == (409, "taken")


@pytest.mark.parametrize("key", ["", "  "])
def test_E1_an_empty_key_is_refused(town: Town, key: str) -> None:
    status, told = made(town, key={"idempotency-key": key})
    assert (status, told["errors"][0]["pointer"].lower()) == (422, "/idempotency-key")


def test_E1_what_no_longer_fits_is_answered_all_the_same(town: Town) -> None:
    with_samples(town)
    body = {"name": "Nora", "account": "new-co"}
    first = made(town, body, path="/contacts")[1]
    own = f"/contacts/{first['id']}"
    asked(town, "PATCH", own, {"account": "smoke-ltd"}, headers={"if-match": "*"})
    assert asked(town, "DELETE", "/accounts/new-co")[0] == 204
    assert made(town, body, path="/contacts")[0] == 201


@pytest.mark.parametrize("named", [True, False])
def test_E1_ten_at_once_with_one_key_make_one(town: Town, named: bool) -> None:
    maria, once = Caller(name="maria", door="api"), Repeat(key="k-1", fingerprint="f")

    def make(place: int) -> str:
        asks = Asked("account", "twice" if named else f"twice-{place}", BODY)
        return create_document(town.world, asks, maria, once).id

    with ThreadPoolExecutor(10) as many:
        made_by_each = set(many.map(make, range(10)))
    assert {*ids(town, "/accounts", name="Twice")} == made_by_each
    assert len(made_by_each) == 1


def test_E5_what_was_left_half_way_is_finished_by_the_repeat(town: Town) -> None:
    with_samples(town)
    linked = {"id": "care", "name": "Care", "products": ["pump"], "term_days": 30}
    assert asked(town, "POST", "/entitlement-templates", linked)[0] == 201
    body = {**SAMPLES["assets"], "id": "pump-10"}
    puts = town.world.directory.put

    def breaks(kind: str, *given: Any, **more: Any) -> bool:
        if kind == "entitlement":
            raise RuntimeError
        return puts(kind, *given, **more)

    town.world.directory.put = breaks  # type: ignore[method-assign]  # it breaks once
    assert made(town, body, path="/assets")[0] == 500
    town.world.directory.put = puts  # type: ignore[method-assign]  # it works again
    assert made(town, body, path="/assets")[0] == 201
    assert len(ids(town, "/entitlements", asset="pump-10")) == 1
