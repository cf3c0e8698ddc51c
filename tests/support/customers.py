"""Customers of a test, put and looked up in one line."""

from collections.abc import Mapping
from typing import Any

from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.matching import Draft
from tests.support.records import NINE
from tests.support.stores import Stores

ANN = {"account": "acme", "name": "Ann", "email": "Ann@Acme.Example"}


def put(stores: Stores, kind: str, identifier: str, /, **document: Any) -> bool:
    return stores.directory.put(kind, identifier, document, who="maria", at=NINE)


def look(stores: Stores, **draft: Any) -> Any:
    return stores.directory.first_look(Draft(**{"origin": "api", **draft})).findings


def by_email(stores: Stores, address: str) -> Mapping[str, tuple[str, ...]]:
    found = look(stores, email=address).by_email
    return {ref.contact: (ref.account, *ref.ancestors) for ref in found}


def coverage(stores: Stores, account: str = "acme") -> AccountCoverage:
    (found,) = stores.directory.coverage([account])
    return found


def covered(stores: Stores, name: str = "gold", account: str = "acme") -> CoverageEntitlement:
    return next(c for c in coverage(stores, account).entitlements if c.entitlement.id == name)


def family(stores: Stores, *line: str) -> None:
    """Accounts, each the parent of the one before it."""
    for place in range(len(line) - 1, -1, -1):
        above = {"parent": line[place + 1]} if place + 1 < len(line) else {}
        put(stores, "account", line[place], **above)
