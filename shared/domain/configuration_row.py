"""What a document's row in a configuration revision tells of it, and of a process's versions (P1, P2)."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

Document: TypeAlias = Mapping[str, Any]
VersionStatus: TypeAlias = Literal["published", "default", "retired"]

PUBLISHED, RETIRED = "published", "retired"
EDITION = "edition"


def edition_of(document: Document) -> int:
    """The configuration revision that changed it last, which never comes back: its ETag."""
    return int(document.get(EDITION, 0))


def published_versions(document: Document) -> tuple[int, ...]:
    """Every version of a process that was ever published, oldest first; `version` is the default."""
    known = document.get(PUBLISHED)
    return tuple(known) if known is not None else tuple(range(1, int(document["version"]) + 1))


def retired_versions(document: Document) -> frozenset[int]:
    """Versions that nothing enters any more (P2)."""
    return frozenset(document.get(RETIRED, ()))


def status_of(document: Document, version: int) -> VersionStatus | None:
    """What became of a version; None for one that was never published."""
    if version == int(document["version"]):
        return "default"
    if version not in published_versions(document):
        return None
    return "retired" if version in retired_versions(document) else "published"
