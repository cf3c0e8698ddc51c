"""What becomes of the versions that a process file names beside its own (P2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.domain.applied import Applied
from shared.domain.configuration_row import (
    PUBLISHED,
    RETIRED,
    published_versions,
    retired_versions,
)
from shared.domain.formula import with_trees, without_trees
from shared.domain.organisation_entry import Entry
from shared.domain.past_version import PastVersion
from shared.domain.process import EntitlementProcess
from shared.domain.source_document import FileFault
from shared.domain.version_words import VERSIONS, retired_in, versions_in

Document: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """The row of a process with all its versions; `also` are to be kept without being in force."""

    document: Document
    also: tuple[Document, ...] = ()
    lines: tuple[Applied, ...] = ()
    faults: tuple[FileFault, ...] = ()


def plan_versions(entry: Entry, document: Document, past: PastVersion) -> VersionPlan:
    """Add the versions that the file brings, and retire those that it says; none is ever edited."""
    if entry.kind.name != "process":
        return VersionPlan(document)
    faults: list[FileFault] = []
    also = tuple(_brought(entry, document, past, faults))
    published = sorted({*published_versions(document), *(int(one["version"]) for one in also)})
    row = {**document, PUBLISHED: published} if also else document
    retired = tuple(_retired(entry, row, faults))
    if retired:
        row = {**row, RETIRED: sorted({*retired_versions(row), *retired})}
    lines = (
        *(Applied("process", entry.name, "created", int(one["version"])) for one in also),
        *(Applied("process", entry.name, "retired", number) for number in retired),
    )
    return VersionPlan(row, also, lines, tuple(faults))


def _brought(
    entry: Entry, document: Document, past: PastVersion, faults: list[FileFault]
) -> Iterator[Document]:
    known = published_versions(document)
    for number, written in sorted(versions_in(entry.source.body).items()):
        body = EntitlementProcess.parse(written).to_mapping()
        if number == document["version"]:
            there: Document | None = document["body"]
        else:
            there = past("process", entry.name, number)
        if there is not None and without_trees(there) != body:
            words = "was published here with another content, and never changes; leave it out"
            faults.append(entry.source.fault(f"{VERSIONS}.{number}", words))
        elif number not in known:
            yield {
                "kind": "process",
                "name": entry.name,
                "version": number,
                "body": with_trees(body),
            }


def _retired(entry: Entry, row: Document, faults: list[FileFault]) -> Iterator[int]:
    published, already = published_versions(row), retired_versions(row)
    for place, number in enumerate(retired_in(entry.source.body)):
        path = f"{RETIRED}[{place}]"
        if number == row["version"]:
            words = f"is the default here, and new records need one; '{entry.name}' may say as "
            words += "`version` which number it has where it is new"
            faults.append(entry.source.fault(path, words))
        elif number > published[-1]:
            faults.append(entry.source.fault(path, f"'{entry.name}' has no version {number}"))
        # a number below that was never published here is another deployment's
        elif number in published and number not in already:
            yield number
