"""The rows of the directory: what each look-up carries, so that two read rounds are enough."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, body_of, number_of, to_model
from shared.adapters.dynamo.kept_document import is_gone
from shared.domain.account import Account
from shared.domain.case_file import RecordType
from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.matching import AccountRef, AssetRef, ContactRef, EntitlementRef
from shared.names import Attribute

Row = Mapping[str, Any]
"""{account, ancestors, document}: one thing of an account, with the accounts above it."""


def row_of(account: str, ancestors: Sequence[str], document: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it is stored in a look-up."""
    return {"account": account, "ancestors": list(ancestors), "document": dict(document)}


def row_in(item: Item) -> Row:
    """The row of a document's own item."""
    body = body_of(item)
    return row_of(body["account"], above_in(item), body["document"])


def rows_in(item: Item | None) -> Sequence[Row]:
    """The rows of a look-up."""
    return body_of(item)["rows"] if item else ()


def above_in(item: Item) -> tuple[str, ...]:
    """The accounts above the one that an item belongs to."""
    return tuple(json.loads(item[keys.ABOVE]["S"])) if keys.ABOVE in item else ()


def account_ref(row: Row) -> AccountRef:
    """The account and those above it."""
    return AccountRef(account=row["account"], ancestors=tuple(row["ancestors"]))


def contact_ref(row: Row) -> ContactRef:
    """A contact of an account."""
    return ContactRef(
        account=row["account"],
        ancestors=tuple(row["ancestors"]),
        contact=row["document"]["id"],
    )


def asset_ref(row: Row) -> AssetRef:
    """An asset of an account."""
    document = row["document"]
    return AssetRef(
        account=row["account"],
        ancestors=tuple(row["ancestors"]),
        asset=document["id"],
        product=document.get("product"),
        contact=document.get("contact"),
    )


def entitlement_ref(row: Row) -> EntitlementRef:
    """An entitlement of an account."""
    return EntitlementRef(
        account=row["account"],
        ancestors=tuple(row["ancestors"]),
        entitlement=row["document"]["id"],
    )


USED: Mapping[RecordType, str] = {"case": "used", "work_order": "used_work_orders"}
"""The attribute of a balance that counts the records of a type."""


def balance_of(item: Item | None, record_type: RecordType = "case") -> int:
    """What is used; an allowance that was never used has no item yet."""
    return number_of(item, USED[record_type]) if item else 0


def coverage_of(items: Sequence[Item]) -> AccountCoverage | None:
    """The matching range of one account, read whole; None where there is no such account."""
    account: Item | None = None
    covered: list[CoverageEntitlement] = []
    balances: dict[str, Item] = {}
    for item in items:
        sk = item[Attribute.SK.value]["S"]
        if sk == keys.ACCOUNT_ROW:
            account = None if is_gone(item) else item
        elif sk.startswith(keys.ENTITLEMENT_ROW):
            covered.append(to_model(item, CoverageEntitlement))
        elif sk.startswith(keys.BALANCE_ROW):
            balances[sk.removeprefix(keys.BALANCE_ROW)] = item
    if account is None:
        return None
    return AccountCoverage(
        account=Account.model_validate(body_of(account)["document"]),
        ancestors=above_in(account),
        entitlements=tuple(_with_balance(one, balances.get(one.entitlement.id)) for one in covered),
    )


def _with_balance(one: CoverageEntitlement, balance: Item | None) -> CoverageEntitlement:
    return one.model_copy(
        update={
            "used": balance_of(balance),
            "used_work_orders": balance_of(balance, "work_order"),
        }
    )
