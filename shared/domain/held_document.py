"""A document of the directory as it is held: with its edition, and who made and changed it when."""

from collections.abc import Mapping
from typing import Any

from shared.business_time.instant import Instant
from shared.domain.references import REFERENCES, named_at
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


def words_for(edition: int) -> str:
    """What a request said of the edition it had seen; what is none of ours is below zero."""
    return f"you meant edition {edition}" if edition >= 0 else "you named none of its editions"


class Referrer(Frozen):
    """A document that names another one."""

    kind: str
    id: str


DIRECTORY_KINDS = (
    "product",
    "entitlement_template",
    "account",
    "contact",
    "asset",
    "contract",
    "line",
    "entitlement",
)
"""In an order in which nothing names what comes later, but for documents of its own kind."""

_MAY_BE_UNKNOWN: Mapping[str, Mapping[str, str]] = {
    "asset": {"product": "product"},
    "line": {"product": "product"},
    "entitlement_template": {"products[]": "product"},
}
"""References that hold what they name, if it is there."""


def references_of(kind: str, document: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Everything in the directory that a document names, as (path, kind, id) (E7)."""
    return tuple(
        reference for reference in mentions_of(kind, document) if reference[1] in DIRECTORY_KINDS
    )


def mentions_of(kind: str, document: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The same with what it names of the configuration, which keeps its documents by itself."""
    patterns = {**REFERENCES.get(kind, {}), **_MAY_BE_UNKNOWN.get(kind, {})}
    return tuple(
        (path, target, name)
        for pattern, target in patterns.items()
        for path, name in named_at(document, pattern)
    )


def keys_naming(kind: str) -> tuple[str, ...]:
    """Keys of a kind that name documents of the directory."""
    patterns = {**REFERENCES.get(kind, {}), **_MAY_BE_UNKNOWN.get(kind, {})}
    named = [key for key, target in patterns.items() if target in DIRECTORY_KINDS]
    return tuple(key.partition("[")[0] for key in named)


def kinds_naming(kind: str) -> tuple[str, ...]:
    """Kinds of the directory whose documents may name one of `kind`."""
    return tuple(of for of in DIRECTORY_KINDS if kind in REFERENCES.get(of, {}).values())
