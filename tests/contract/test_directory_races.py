"""Two people at the directory at once: whichever step of one the other falls into, copies agree."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from typing_extensions import override

from shared.domain.matching import Draft
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_dynamo import MemoryDynamo
from tests.support.records import NINE
from tests.support.stores import Stores, stores_of
from tests.support.table import TABLE

Act = Callable[[Stores], object]


def put(kind: str, identifier: str, /, **document: Any) -> Act:
    return lambda stores: stores.directory.put(kind, identifier, document, who="m", at=NINE)


def start() -> Stores:
    stores = stores_of(Interrupted(HandClock()), TABLE)
    for act in (
        put("account", "old"),
        put("account", "new", parent="top"),
        put("account", "acme", parent="old"),
        put("contact", "ann", account="acme", email="ann@acme.example"),
        put("contract", "c1", account="acme", end_date="2026-12-31"),
        put("line", "l1", contract="c1", product="pump"),
        put("entitlement", "basic", account="acme", line="l1"),
    ):
        act(stores)
    return stores


class Interrupted(MemoryDynamo):
    """A table at which somebody else acts between two calls."""

    left = 0
    act: Callable[[], object] | None = None

    @override
    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name in ("get_item", "put_item", "update_item", "delete_item", "query") and self.act:
            self.left -= 1
            if self.left < 0:
                act, self.act = self.act, None
                act()
        return found


def interleaved(first: Act, second: Act) -> list[Stores]:
    """Every way in which all of `second` can happen between two calls of `first`."""
    ends: list[Stores] = []
    for place in range(200):
        stores = start()
        table = stores.client
        table.left, table.act = place, lambda stores=stores: second(stores)
        first(stores)
        if table.act is not None:
            assert place > 5
            return ends
        ends.append(stores)
    raise AssertionError("the first never came to an end")


def email_rows(stores: Stores, address: str) -> dict[str, tuple[str, ...]]:
    found = stores.directory.first_look(Draft(origin="api", email=address)).findings.by_email
    return {ref.contact: (ref.account, *ref.ancestors) for ref in found}


MOVE = put("account", "acme", parent="new")
BOB = put("contact", "bob", account="acme", email="ann@acme.example")
GOLD = put("entitlement", "gold", account="acme", line="l1")
SHORTER = put("contract", "c1", account="acme", end_date="2026-06-30")
VALVE = put("line", "l1", contract="c1", product="valve")
AWAY = put("contact", "ann", account="old", email="ann@old.example")
RENAMED = put("contact", "ann", account="acme", email="ann@acme.example", name="Ann")


@pytest.mark.parametrize(("first", "second"), [(MOVE, BOB), (BOB, MOVE)], ids=["move", "contact"])
def test_a_new_contact_and_a_new_parent_end_with_the_parent_above_both(
    first: Act, second: Act
) -> None:
    line = ("acme", "new", "top")
    for stores in interleaved(first, second):
        assert email_rows(stores, "ann@acme.example") == {"ann": line, "bob": line}


@pytest.mark.parametrize(
    ("first", "second"),
    [(GOLD, SHORTER), (SHORTER, GOLD), (GOLD, VALVE), (VALVE, GOLD)],
    ids=["entitlement-contract", "contract-entitlement", "entitlement-line", "line-entitlement"],
)
def test_a_new_entitlement_and_new_terms_end_with_the_new_terms_in_all_rows(
    first: Act, second: Act
) -> None:
    for stores in interleaved(first, second):
        (found,) = stores.directory.coverage(["acme"])
        contract = stores.directory.get("contract", "c1") or {}
        product = (stores.directory.get("line", "l1") or {})["product"]
        assert len(found.entitlements) == 2
        for covered in found.entitlements:
            assert covered.contract_end == date.fromisoformat(contract["end_date"])
            assert covered.line_product == product


@pytest.mark.parametrize(
    ("first", "second"), [(AWAY, RENAMED), (RENAMED, AWAY)], ids=["away", "name"]
)
def test_two_puts_of_one_contact_end_as_the_one_that_is_kept(first: Act, second: Act) -> None:
    for stores in interleaved(first, second):
        kept = stores.directory.get("contact", "ann") or {}
        rows = {
            address: tuple(email_rows(stores, address))
            for address in ("ann@acme.example", "ann@old.example")
        }
        assert rows == {address: (("ann",) if address == kept["email"] else ()) for address in rows}
