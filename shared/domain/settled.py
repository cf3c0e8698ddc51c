"""Keys of a document that nobody writes: they are settled when it is created, and stay (P3, E5)."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from shared.domain.entitlement_template import GRANTING_KINDS

Document: TypeAlias = Mapping[str, Any]

KEPT_BY_US = frozenset({"pinned_version", "templates"})


def settled(
    kind: str,
    body: Document,
    before: Document | None,
    *,
    default: Callable[[str], int],
    templates: Callable[[str], tuple[str, ...]],
) -> Document:
    """The document with what is settled about it; `default` is the version of a process in force.

    `templates` answers those of a product, and is asked for new assets and lines alone.
    """
    if kind == "entitlement":
        return pinned(body, before, default)
    if kind not in GRANTING_KINDS:
        return body
    own = {name: value for name, value in body.items() if name != "templates"}
    product = body.get("product")
    if before is not None:
        found = tuple(before.get("templates", ()))
    else:
        found = templates(product) if product else ()
    return {**own, "templates": list(found)} if found else own


def with_closed(kind: str, wanted: Document, before: Document, closed: Collection[str]) -> Document:
    """The whole document that is wanted, with what its writer may not set as it was (S1)."""
    kept = {name: value for name, value in before.items() if f"{kind}.{name}" in closed}
    own = before.get("fields") or {}
    inner = {name: value for name, value in own.items() if f"{kind}.{name}" in closed}
    fields = {**inner, **(wanted.get("fields") or {})}
    return {**kept, **wanted, **({"fields": fields} if fields else {})}


def pinned(body: Document, before: Document | None, default: Callable[[str], int]) -> Document:
    """Pin an entitlement to the default of the day it is created, or of its new process (P3)."""
    process = body.get("process")
    if not process or body.get("version") is not None or body.get("pinned_version") is not None:
        return body
    stays = before is not None and before.get("process") == process
    version = before.get("pinned_version") if stays and before is not None else None
    return {**body, "pinned_version": version if version is not None else default(process)}
