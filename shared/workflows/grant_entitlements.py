"""Give an asset or contract line the entitlements of its product's templates, once each (E5)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.business_time.instant import Instant, local_date
from shared.domain.entitlement_template import EntitlementTemplate, granted, granted_id
from shared.domain.history import Caller
from shared.domain.settled import pinned
from shared.errors import StaleRevision
from shared.ports import Directory

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Granting:
    """Who grants, when, and by which configuration; `zone` is the organisation's."""

    directory: Directory
    caller: Caller
    now: Instant
    zone: str
    default_version: Callable[[str], int]


def templates_of(directory: Directory, product: str) -> tuple[str, ...]:
    """Templates that are linked to a product, by id."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = directory.list(
            "entitlement_template", of=("product", product), cursor=cursor, limit=_PAGE
        )
        found += [held.id for held in page.items]
        cursor = page.cursor
        if cursor is None:
            return tuple(sorted(found))


def owed(directory: Directory, thing: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Template and entitlement of what an asset or line was never given; deleted is given."""
    for template in thing.get("templates", ()):
        entitlement = granted_id(template, name)
        if not directory.changes("entitlement", entitlement, limit=1).items:
            yield template, entitlement


def grant_entitlements(granting: Granting, kind: str, name: str) -> tuple[str, ...]:
    """Create what it was never given, and answer the ids; doing it again changes nothing."""
    thing = granting.directory.get(kind, name) or {}
    return tuple(
        entitlement
        for template, entitlement in owed(granting.directory, thing, name)
        if _create(granting, template, entitlement, kind, thing)
    )


def _create(
    granting: Granting, template: str, entitlement: str, kind: str, thing: Mapping[str, Any]
) -> bool:
    found = granting.directory.get("entitlement_template", template)
    account = _account_of(granting.directory, kind, thing)
    if found is None or account is None:
        return False
    today = local_date(account.get("zone") or granting.zone, granting.now)
    model = EntitlementTemplate.model_validate(found)
    body = pinned(granted(model, kind, thing, account["id"], today), None, granting.default_version)
    try:
        return granting.directory.put(
            "entitlement",
            entitlement,
            body,
            who=granting.caller.name,
            at=granting.now,
            door=granting.caller.door,
            expected=0,
        )
    except StaleRevision:
        return False


def _account_of(
    directory: Directory, kind: str, thing: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    owner = thing if kind == "asset" else directory.get("contract", thing["contract"]) or {}
    return directory.get("account", owner["account"]) if "account" in owner else None
