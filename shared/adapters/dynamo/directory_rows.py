"""The rows of the directory: what each pointer carries, so that two read rounds are enough."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, body_of
from shared.domain.account import Account
from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.matching import AccountRef, AssetRef, ContactRef, EntitlementRef
from shared.names import Attribute

Row = Mapping[str, Any]
"""{account, ancestors, document}: one thing of an account, with the accounts above it."""


def row_of(account: str, ancestors: Sequence[str], document: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it is stored."""
    return {"account": account, "ancestors": list(ancestors), "document": dict(document)}


def account_of(body: Mapping[str, Any]) -> Row:
    """The row in the body of an account's own item, or of any other single item."""
    if "account" in body:
        return body
    return {"account": body["document"]["id"], **body}


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
    )


def entitlement_ref(row: Row) -> EntitlementRef:
    """An entitlement of an account."""
    return EntitlementRef(
        account=row["account"],
        ancestors=tuple(row["ancestors"]),
        entitlement=row["document"]["id"],
    )


def balance_of(item: Item | None) -> int:
    """What is used; an allowance that was never used has no item yet."""
    return int(item["used"]["N"]) if item and "used" in item else 0


def coverage_of(items: Sequence[Item]) -> AccountCoverage | None:
    """The matching range of one account, read whole; None where there is no such account."""
    account: Mapping[str, Any] | None = None
    covered: list[CoverageEntitlement] = []
    used: dict[str, int] = {}
    for item in items:
        sk = item[Attribute.SK.value]["S"]
        if sk == keys.ACCOUNT_ROW:
            account = body_of(item)
        elif sk.startswith(keys.ENTITLEMENT_ROW):
            covered.append(CoverageEntitlement.model_validate(body_of(item)))
        elif sk.startswith(keys.BALANCE_ROW):
            used[sk.removeprefix(keys.BALANCE_ROW)] = balance_of(item)
    if account is None:
        return None
    return AccountCoverage(
        account=Account.model_validate(account["document"]),
        ancestors=tuple(account["ancestors"]),
        entitlements=tuple(
            one.model_copy(update={"used": used.get(one.entitlement.id, 0)}) for one in covered
        ),
    )
