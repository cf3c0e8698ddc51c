"""What people are told of versions and drafts of processes."""

from typing import Any

from functions.api.answers import Doubt, Moment, Told
from shared.business_time.instant import format_instant
from shared.domain.held_document import HeldDocument
from shared.errors import Fault
from shared.workflows.process_draft import BASED_ON, DOCUMENT, Review
from shared.workflows.settle_version import VersionUse


class VersionLine(Told):
    """One version: `published`, `default` or `retired`, and how many milestones it has."""

    version: int
    status: str
    notes: str
    milestones: int


class VersionList(Told):
    """Every version of a process that was ever published, newest first."""

    items: list[VersionLine]


class EntitlementCounts(Told):
    """Entitlements that follow the default of the process, and those pinned to the version.

    `followers` are the first hundred of those that follow; `GET /entitlements?process=` lists all.
    """

    following: int
    pinned: int
    followers: list[str]


class ShownVersion(Told):
    """One version whole, and which entitlements it concerns."""

    name: str
    version: int
    status: str
    document: dict[str, Any]
    entitlements: EntitlementCounts


class ProcessDraft(Told):
    """A draft as it was saved, with what publishing would refuse (`faults`) and say (`warnings`)."""

    name: str
    based_on: int | None
    edition: int
    created_at: Moment
    created_by: str
    changed_at: Moment
    changed_by: str
    document: dict[str, Any]
    faults: list[Doubt]
    warnings: list[Doubt]


class DraftLine(Told):
    """A draft in the list of all."""

    name: str
    based_on: int | None
    edition: int
    changed_at: Moment
    changed_by: str


class DraftList(Told):
    """Every draft, by the name of its process."""

    items: list[DraftLine]


def counts(use: VersionUse) -> EntitlementCounts:
    """Counts as they are told."""
    return EntitlementCounts(
        following=use.following, pinned=use.pinned, followers=list(use.followers)
    )


def version_line(number: int, status: str, body: dict[str, Any]) -> VersionLine:
    """One version in a list."""
    return VersionLine(
        version=number,
        status=status,
        notes=str(body.get("notes", "")),
        milestones=len(body.get("milestones", ())),
    )


def told_draft(held: HeldDocument, review: Review) -> ProcessDraft:
    """A draft with its faults."""
    return ProcessDraft(
        name=held.id,
        based_on=held.document.get(BASED_ON),
        edition=held.edition,
        created_at=format_instant(held.created_at),
        created_by=held.created_by,
        changed_at=format_instant(held.changed_at),
        changed_by=held.changed_by,
        document=dict(held.document[DOCUMENT]),
        faults=[_doubt(fault) for fault in review.faults],
        warnings=[_doubt(fault) for fault in review.warnings],
    )


def draft_line(held: HeldDocument) -> DraftLine:
    """A draft in a list."""
    return DraftLine(
        name=held.id,
        based_on=held.document.get(BASED_ON),
        edition=held.edition,
        changed_at=format_instant(held.changed_at),
        changed_by=held.changed_by,
    )


def _doubt(fault: Fault) -> Doubt:
    return Doubt(pointer=fault.pointer, detail=fault.message, code=fault.code)
