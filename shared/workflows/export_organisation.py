"""Everything that is deployed, as documents that could be applied again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.document_kinds import KINDS
from shared.domain.file_form import file_form
from shared.ports import Directory, PolicyStore
from shared.workflows.plan_organisation import Progress

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Export:
    """Documents in their file form; `revision` is the configuration that they were read from."""

    revision: int
    documents: tuple[dict[str, Any], ...]


def export_organisation(
    *, directory: Directory, policies: PolicyStore, progress: Progress
) -> Export:
    """Read configuration and directory; the configuration is one revision, the rest as it is met."""
    kinds = [kind.name for kind in KINDS.values() if kind.in_directory]
    revision = policies.revision()
    progress(0, len(kinds) + 1, "configuration")
    documents = [_configured(found) for found in (policies.documents(revision) if revision else ())]
    for place, kind in enumerate(kinds, start=1):
        progress(place, len(kinds) + 1, kind)
        documents += _of_directory(kind, directory)
    progress(len(kinds) + 1, len(kinds) + 1, "done")
    return Export(revision, tuple(documents))


def _configured(found: Mapping[str, Any]) -> dict[str, Any]:
    return file_form(found["kind"], found["name"], found["body"], int(found["version"]))


def _of_directory(kind: str, directory: Directory) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = directory.list(kind, cursor=cursor, limit=_PAGE)
        yield from (file_form(kind, held.id, held.document) for held in page.items)
        cursor = page.cursor
        if cursor is None:
            return
