"""Everything that is deployed, as documents that could be applied again, also elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.configuration_row import RETIRED, published_versions, retired_versions
from shared.domain.document_kinds import KINDS
from shared.domain.file_form import file_form
from shared.domain.formula import without_trees
from shared.domain.held_document import HeldDocument
from shared.domain.version_words import VERSIONS
from shared.ports import Directory, PolicyStore
from shared.workflows.plan_organisation import Progress

_PAGE = 100

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """Documents in their file form; `revision` is the configuration that they were read from.

    `drafts` are processes whose drafts stay where they are: they are nobody's promise yet.
    """

    revision: int
    documents: tuple[dict[str, Any], ...]
    drafts: tuple[str, ...] = ()


def export_organisation(
    *, directory: Directory, policies: PolicyStore, progress: Progress
) -> Export:
    """Read configuration and directory; the configuration is one revision, the rest as it is met."""
    kinds = [kind.name for kind in KINDS.values() if kind.in_directory]
    revision = policies.revision()
    progress(0, len(kinds) + 1, "configuration")
    in_force = policies.documents(revision) if revision else ()
    documents = [_configured(found, policies) for found in in_force]
    defaults = {row["name"]: int(row["version"]) for row in in_force if row["kind"] == "process"}
    for place, kind in enumerate(kinds, start=1):
        progress(place, len(kinds) + 1, kind)
        documents += (
            file_form(kind, held.id, _with_pin(held, defaults)) for held in _held(kind, directory)
        )
    progress(len(kinds) + 1, len(kinds) + 1, "done")
    drafts = tuple(held.id for held in policies.drafts())
    return Export(revision, tuple(documents), drafts)


def _configured(found: Document, policies: PolicyStore) -> dict[str, Any]:
    form = file_form(found["kind"], found["name"], found["body"], int(found["version"]))
    if found["kind"] != "process":
        return form
    retired = sorted(retired_versions(found))
    others = dict(_other_versions(found, policies))
    return {
        **form,
        **({RETIRED: retired} if retired else {}),
        **({VERSIONS: others} if others else {}),
    }


def _other_versions(found: Document, policies: PolicyStore) -> Iterator[tuple[str, dict[str, Any]]]:
    numbers = [one for one in published_versions(found) if one != found["version"]]
    bodies = policies.versions("process", found["name"]) if numbers else {}
    for number in numbers:
        if number in bodies:
            body = without_trees(bodies[number])
            yield str(number), {key: value for key, value in body.items() if key != "name"}


def _with_pin(held: HeldDocument, defaults: Mapping[str, int]) -> Document:
    """An entitlement says its version where a new one would be pinned to another (P3)."""
    pin = held.document.get("pinned_version")
    if pin is None or pin == defaults.get(str(held.document.get("process"))):
        return held.document
    return {**held.document, "version": pin}


def _held(kind: str, directory: Directory) -> Iterator[HeldDocument]:
    cursor: str | None = None
    while True:
        page = directory.list(kind, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.cursor
        if cursor is None:
            return
