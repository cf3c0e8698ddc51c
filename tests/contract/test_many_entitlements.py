"""An account with a thousand entitlements is still resolved by one page (R3)."""

from collections import Counter

from tests.support.customers import coverage, put
from tests.support.stores import Stores

ONE_PAGE = 1_048_576


def a_thousand(stores: Stores) -> None:
    put(stores, "account", "acme", name="Acme")
    for place in range(1_000):
        put(
            stores,
            "entitlement",
            f"support-for-plant-{place:04}",
            account="acme",
            name=f"Support contract for plant number {place}",
            type="Phone support",
            start_date="2026-01-01",
            end_date="2026-12-31",
            process="Gold support",
            cases_per_entitlement=20,
        )


def test_R3_a_thousand_entitlements_are_read_by_one_query(memory: Stores) -> None:
    a_thousand(memory)
    before = Counter(memory.memory.calls)
    found = coverage(memory)
    assert len(found.entitlements) == 1_000
    assert Counter(memory.memory.calls) - before == {"Query": 1}
    bodies = [item for key, item in memory.memory.items.items() if key[1].startswith("M#")]
    size = sum(len(str(value)) for item in bodies for value in item.values())
    assert size < ONE_PAGE
