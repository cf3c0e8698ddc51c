"""What may be picked by hand, when a record is opened and when it is changed; each a setting (R8)."""

from typing import Any

import pytest

from shared.errors import Refused
from tests.support.harbour import Harbour

OTTOS = {
    "kind": "entitlement",
    "external_id": "ottos",
    "account": "shipping",
    "asset": "hoist",
    "contacts": ["otto"],
}
HOIST = {"kind": "asset", "external_id": "hoist", "account": "shipping", "contact": "otto"}
BARE = {"kind": "asset", "external_id": "bare", "account": "shipping"}
LINE = (
    {"kind": "contract", "external_id": "c", "account": "shipping"},
    {"kind": "line", "external_id": "l", "contract": "c", "asset": "bare"},
    {"kind": "entitlement", "external_id": "lined", "account": "shipping", "line": "l"},
)


def refusals(harbour: Harbour, **given: Any) -> list[tuple[str, str]]:
    try:
        harbour.open(f"{given} {harbour.clock.now()}", **given)
    except Refused as refused:
        return [(fault.pointer, fault.code) for fault in refused.faults]
    return []


def with_filters(*names: str, off: tuple[str, ...] = ()) -> Harbour:
    filters = dict.fromkeys(names, True) | dict.fromkeys(off, False)
    return Harbour(OTTOS, HOIST, BARE, lookup_filters=filters)


CRANE = {"account": "shipping", "asset": "crane"}
WINCH = {"account": "shipping", "asset": "winch"}


@pytest.mark.parametrize(
    ("filter_", "refused", "passes"),
    [
        ("active", {"entitlement": "over"}, {"entitlement": "slow"}),
        (
            "same_account",
            {"account": "shipping", "entitlement": "foreign"},
            {"account": "tugs", "contact": None, "entitlement": "slow"},
        ),
        (
            "same_asset",
            {"asset": "hoist", "entitlement": "crane-care"},
            {"entitlement": "crane-care"},
        ),
        (
            "same_contact",
            {"contact": "ida", "entitlement": "ottos"},
            {"contact": None, "entitlement": "ottos"},
        ),
    ],
)
def test_R8_an_entitlement_is_picked_through_the_filters_that_are_on(
    filter_: str, refused: dict[str, Any], passes: dict[str, Any]
) -> None:
    on, off = with_filters(filter_), with_filters(off=("active", "same_account"))
    assert refusals(on, **refused) == [("/entitlement", filter_)]
    assert refusals(on, **passes) == []
    assert refusals(off, **refused) == []


@pytest.mark.parametrize(
    ("filter_", "refused", "passes"),
    [
        ("asset_same_account", WINCH, CRANE),
        ("asset_same_contact", {"contact": "ida", "asset": "hoist"}, CRANE),
        ("asset_same_contact", {"contact": "otto", "asset": "crane"}, {"asset": "bare"}),
        ("asset_entitled_account", {"asset": "bare"}, CRANE),
        ("asset_entitled_contact", {"contact": "ida", "asset": "hoist"}, CRANE),
        (
            "asset_entitled_contact",
            {"contact": None, "account": "shipping", "asset": "hoist"},
            {"contact": "otto", "asset": "hoist"},
        ),
    ],
)
def test_R8_an_asset_is_picked_through_the_filters_that_are_on(
    filter_: str, refused: dict[str, Any], passes: dict[str, Any]
) -> None:
    on, off = with_filters(filter_), with_filters()
    assert refusals(on, **refused) == [("/asset", filter_)]
    assert refusals(on, **passes) == []
    assert refusals(off, **refused) == []


def test_R8_a_contract_line_entitles_an_asset_too() -> None:
    harbour = Harbour(BARE, *LINE, lookup_filters={"asset_entitled_account": True})
    assert refusals(harbour, asset="bare") == []


def test_R8_all_filters_that_fail_are_told_at_once() -> None:
    harbour = with_filters("asset_same_account", "asset_entitled_account", "same_asset")
    assert refusals(harbour, **WINCH, entitlement="over") == [
        ("/entitlement", "active"),
        ("/asset", "asset_same_account"),
        ("/asset", "asset_entitled_account"),
    ]


@pytest.mark.parametrize(
    ("given", "asset", "codes"),
    [
        ({"contact": "ida"}, "bare", ["asset_entitled_account"]),
        (
            {"contact": None, "account": "tugs"},
            "winch",
            ["asset_same_account", "asset_entitled_account"],
        ),
    ],
)
def test_R8_an_asset_that_is_put_on_a_record_later_passes_the_filters_too(
    given: dict[str, Any], asset: str, codes: list[str]
) -> None:
    harbour = with_filters("asset_entitled_account", "asset_same_account")
    number = harbour.open(**given)
    with pytest.raises(Refused) as refused:
        harbour.change(number, asset=asset)
    assert [fault.code for fault in refused.value.faults] == codes
    assert harbour.store.records.load(number).revision == 1


def test_R8_what_nobody_picked_is_not_filtered() -> None:
    harbour = with_filters("asset_entitled_account")
    number = harbour.open("web", origin="web", email="ida@shipping.example", asset="bare")
    assert harbour.store.records.load(number).asset == "bare"
    assert harbour.change(number, fields={"priority": "High"}).file.asset == "bare"
    assert harbour.change(number, asset="bare", entitlement="slow").file.entitlement == "slow"
