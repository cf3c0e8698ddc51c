"""What applying an organisation would change, decided before anything is written (P2, P3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.business_time.history import FROM
from shared.business_time.instant import Instant
from shared.domain.applied import MOVING, Applied, Fate
from shared.domain.calendar_revision import PastRevision, next_revision
from shared.domain.configuration_row import (
    PUBLISHED,
    VersionStatus,
    published_versions,
    retired_versions,
    status_of,
)
from shared.domain.document_size import too_large
from shared.domain.formula import with_trees, without_trees
from shared.domain.organisation_entry import Entry
from shared.domain.past_version import PastVersion
from shared.domain.source_document import FileFault
from shared.domain.version_plan import plan_versions
from shared.domain.version_words import number_in, versions_in

Document: TypeAlias = Mapping[str, Any]

Known: TypeAlias = Mapping[tuple[str, str], Document | None]
"""Documents of the directory as they are now, by kind and name."""

WITHDRAWN_WITH_THEIR_FILE = frozenset(
    {"assignment_rules", "entitlement_rules", "milestone_rules", "milestone_types"}
)
"""Nothing that is stored refers to these by name; all else stays in force for what does."""


@dataclass(frozen=True, slots=True)
class ConfigurationPlan:
    """The documents of the next revision, and what is new about each.

    `also` are versions of processes that become known without being in force.
    """

    documents: tuple[Document, ...]
    lines: tuple[Applied, ...]
    faults: tuple[FileFault, ...] = ()
    also: tuple[Document, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Whether there is to be a next revision at all."""
        return any(line.fate in MOVING for line in self.lines)

    def version_of(self, process: str) -> int:
        """The version of a process that will be the default."""
        return int(self._process(process)["version"])

    def status_of(self, process: str, version: int) -> VersionStatus | None:
        """What will have become of a version; None for one that was never published."""
        return status_of(self._process(process), version)

    def is_new(self, process: str) -> bool:
        """Whether the deployment has had no such process."""
        return Applied("process", process, "created", self.version_of(process)) in self.lines

    def _process(self, name: str) -> Document:
        return next(
            document
            for document in self.documents
            if (document["kind"], document["name"]) == ("process", name)
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
    also: list[Document] = []
    for entry in entries:
        before = known.pop((entry.kind.name, entry.name), None)
        try:
            document, fate = next_document(entry, before, past, now)
        except PastRevision as refused:
            faults.append(entry.source.fault(FROM, str(refused)))
            continue
        versions = plan_versions(entry, document, past)
        documents.append(versions.document)
        lines.append(Applied(entry.kind.name, entry.name, fate, document["version"]))
        lines += versions.lines
        faults += versions.faults
        faults += _too_large(entry, (document, *versions.also))
        also += versions.also
    for (kind, name), left in known.items():
        withdrawn = kind in WITHDRAWN_WITH_THEIR_FILE
        if not withdrawn:
            documents.append(left)
        lines.append(Applied(kind, name, "withdrawn" if withdrawn else "kept", left["version"]))
    return ConfigurationPlan(tuple(documents), tuple(lines), tuple(faults), tuple(also))


def _too_large(entry: Entry, documents: Iterable[Document]) -> Iterator[FileFault]:
    """With its trees and its history a document may have outgrown what was looked at by itself."""
    for document in documents:
        words = too_large(document)
        if words is not None:
            yield entry.source.fault("", words)


def check_versions(
    entries: Iterable[Entry], plan: ConfigurationPlan, known: Known
) -> list[FileFault]:
    """Find entitlements that name a version that was never published, or newly a retired one (P2)."""
    faults = []
    for entry in entries:
        version, process = entry.body.get("version"), entry.body.get("process")
        if not isinstance(version, int) or not process:
            continue
        status = plan.status_of(process, version)
        before = known.get((entry.kind.name, entry.name)) or {}
        had = (before.get("version"), before.get("pinned_version"))
        stays = before.get("process") == process and version in had
        if status is None:
            faults.append(entry.source.fault("version", f"'{process}' has no version {version}"))
        # what comes together with its process, as out of an export, is nothing new
        elif status == "retired" and not stays and not plan.is_new(process):
            words = f"version {version} of '{process}' is retired: nothing enters it any more"
            faults.append(entry.source.fault("version", words))
    return faults


def next_document(
    entry: Entry, before: Document | None, past: PastVersion, now: Instant
) -> tuple[Document, Fate]:
    """What an entry becomes in the next revision; raises PastRevision (C7)."""
    body = _body(entry, before, now)
    stored = with_trees(body)
    if before is not None and without_trees(before["body"]) == body:
        return {**before, "body": stored}, "unchanged"
    version = _version(entry, body, before, past)
    document = {**(before or {}), "kind": entry.kind.name, "name": entry.name}
    document |= {"version": version, "body": stored}
    if entry.kind.name == "process":
        published = published_versions(before) if before is not None else ()
        document[PUBLISHED] = sorted({*published, version})
    return document, "created" if before is None else "changed"


def _body(entry: Entry, before: Document | None, now: Instant) -> Document:
    if entry.kind.name != "calendar" or before is None:
        return entry.body
    return next_revision(entry.name, entry.body, before["body"], now)


def _version(entry: Entry, body: Document, before: Document | None, past: PastVersion) -> int:
    """The next free number; of a process the newest version, if it says the same and is not retired.

    A process that is new here takes the number that its file gives it.
    """

    def says_the_same(version: int) -> bool:
        left = past(entry.kind.name, entry.name, version)
        return left is not None and without_trees(left) == body

    if before is None:
        version = _first_number(entry)
    else:
        newest = published_versions(before)[-1]
        waits = newest > int(before["version"]) and newest not in retired_versions(before)
        if waits and says_the_same(newest):
            return newest
        version = max(newest, *_others(entry)) + 1
    # an apply that broke off, or a name that comes back, has left versions that no revision names
    while past(entry.kind.name, entry.name, version) is not None and not says_the_same(version):
        version += 1
    return version


def _first_number(entry: Entry) -> int:
    given = number_in(entry.source.body) if entry.kind.name == "process" else None
    return given or max(_others(entry)) + 1


def _others(entry: Entry) -> tuple[int, ...]:
    return (0, *versions_in(entry.source.body)) if entry.kind.name == "process" else (0,)
