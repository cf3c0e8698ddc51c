"""What applying an organisation would change, decided before anything is written (P2, P3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from shared.business_time.history import FROM
from shared.business_time.instant import Instant
from shared.domain.calendar_revision import PastRevision, next_revision
from shared.domain.formula import with_trees, without_trees
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import FileFault

Fate: TypeAlias = Literal["created", "changed", "unchanged", "kept", "withdrawn"]
Document: TypeAlias = Mapping[str, Any]
PastVersion: TypeAlias = Callable[[str, str, int], Document | None]
"""The body of a published version by kind, name and number; None if there never was one."""

WITHDRAWN_WITH_THEIR_FILE = frozenset({"assignment_rules", "entitlement_rules"})
"""Nothing that is stored refers to these by name; all else stays in force for what does."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one document; `version` is None where there are none."""

    kind: str
    name: str
    fate: Fate
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ConfigurationPlan:
    """The documents of the next revision, and what is new about each."""

    documents: tuple[Document, ...]
    lines: tuple[Applied, ...]
    faults: tuple[FileFault, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Whether there is to be a next revision at all."""
        return any(line.fate in {"created", "changed", "withdrawn"} for line in self.lines)

    def version_of(self, process: str) -> int:
        """The version of a process that will be the default."""
        return next(
            int(document["version"])
            for document in self.documents
            if (document["kind"], document["name"]) == ("process", process)
        )


def plan_configuration(
    entries: Iterable[Entry], in_force: Sequence[Document], past: PastVersion, now: Instant
) -> ConfigurationPlan:
    """Number every document: unchanged ones keep their version, others get the next free one.

    A changed calendar becomes the next revision of its history, from `now` on if it names no
    instant; what cannot be published is among the faults (C7).
    """
    known = {(document["kind"], document["name"]): document for document in in_force}
    documents: list[Document] = []
    lines: list[Applied] = []
    faults: list[FileFault] = []
    for entry in entries:
        before = known.pop((entry.kind.name, entry.name), None)
        try:
            to_be = replace(entry, body=_body(entry, before, now))
        except PastRevision as refused:
            faults.append(entry.source.fault(FROM, str(refused)))
            continue
        document, fate = _next(to_be, before, past)
        documents.append(document)
        lines.append(Applied(entry.kind.name, entry.name, fate, document["version"]))
    for (kind, name), left in known.items():
        withdrawn = kind in WITHDRAWN_WITH_THEIR_FILE
        if not withdrawn:
            documents.append(left)
        lines.append(Applied(kind, name, "withdrawn" if withdrawn else "kept", left["version"]))
    return ConfigurationPlan(tuple(documents), tuple(lines), tuple(faults))


def pinned(body: Document, before: Document | None, default: Callable[[str], int]) -> Document:
    """Pin an entitlement to the default of the day it is created, or of its new process (P3)."""
    process = body.get("process")
    if not process or body.get("version") is not None or body.get("pinned_version") is not None:
        return body
    stays = before is not None and before.get("process") == process
    version = before.get("pinned_version") if stays and before is not None else None
    return {**body, "pinned_version": version if version is not None else default(process)}


def check_versions(
    entries: Iterable[Entry], plan: ConfigurationPlan, past: PastVersion
) -> list[FileFault]:
    """Find entitlements that name a version of a process which was never published."""
    faults = []
    for entry in entries:
        version, process = entry.body.get("version"), entry.body.get("process")
        if isinstance(version, int) and process:
            published = version == plan.version_of(process) or past("process", process, version)
            if not published:
                faults.append(
                    entry.source.fault("version", f"'{process}' has no version {version}")
                )
    return faults


def _body(entry: Entry, before: Document | None, now: Instant) -> Document:
    if entry.kind.name != "calendar" or before is None:
        return entry.body
    return next_revision(entry.name, entry.body, before["body"], now)


def _next(entry: Entry, before: Document | None, past: PastVersion) -> tuple[Document, Fate]:
    body = with_trees(entry.body)
    if before is not None and without_trees(before["body"]) == entry.body:
        return {**before, "body": body}, "unchanged"
    version = int(before["version"]) + 1 if before is not None else 1
    # an apply that broke off, or a name that comes back, has left versions that no revision names
    while (left := past(entry.kind.name, entry.name, version)) is not None:
        if without_trees(left) == entry.body:
            break
        version += 1
    document = {"kind": entry.kind.name, "name": entry.name, "version": version, "body": body}
    return document, "created" if before is None else "changed"
