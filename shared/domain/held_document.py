"""A document of the directory as it is held: with its edition, and who made and changed it when."""

from collections.abc import Mapping
from typing import Any

from shared.business_time.instant import Instant
from shared.domain.value import Frozen


class HeldDocument(Frozen):
    """`edition` is its ETag: it moves with every change, and never comes back."""

    kind: str
    id: str
    document: Mapping[str, Any]
    edition: int
    created_at: Instant
    created_by: str
    changed_at: Instant
    changed_by: str


class Referrer(Frozen):
    """A document that names another one."""

    kind: str
    id: str


REFERENCES: Mapping[str, Mapping[str, str]] = {
    "account": {"parent": "account"},
    "contact": {"account": "account"},
    "asset": {"account": "account", "product": "product", "contact": "contact"},
    "contract": {"account": "account", "parent": "contract"},
    "line": {"contract": "contract", "product": "product", "asset": "asset"},
    "entitlement": {
        "account": "account",
        "contract": "contract",
        "line": "line",
        "asset": "asset",
        "contacts": "contact",
        "renewed_from": "entitlement",
    },
    "entitlement_template": {"products": "product"},
}
"""Kind to the keys by which its documents name others, and the kinds of those (E7)."""


def references_of(kind: str, document: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Everything that a document names, as (key, kind, id)."""
    found: list[tuple[str, str, str]] = []
    for name, named_kind in REFERENCES.get(kind, {}).items():
        value = document.get(name)
        names = value if isinstance(value, list | tuple) else [value]
        found += [(name, named_kind, str(one)) for one in names if one]
    return tuple(dict.fromkeys(found))
