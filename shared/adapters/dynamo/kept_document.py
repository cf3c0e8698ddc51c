"""A document of the directory as its own item keeps it: with its edition, authors and debts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.adapters.dynamo.items import Item, body_of, number, number_of
from shared.business_time.instant import Instant
from shared.domain.audit import AuditEntry, AuditVerb
from shared.domain.held_document import HeldDocument

Document: TypeAlias = Mapping[str, Any]

GONE = "gone"
WAS = "was"
EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a document, when, and through which door."""

    who: str
    at: Instant
    door: str = "cli"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with what it replaced; `was` is None once every copy of it is right.

    A deleted one is None and keeps its edition, so that a new one under its id counts on.
    """

    document: Document | None
    was: tuple[Document, ...] | None
    edition: int
    created: tuple[str, Instant] | None = None
    changed: tuple[str, Instant] | None = None

    @property
    def before(self) -> tuple[Document, ...]:
        """Every document whose copies may still be about."""
        return (*(self.was or ()), *((self.document,) if self.document is not None else ()))


def kept_in(item: Item) -> Kept:
    """The document of an own item, with its state."""
    body = body_of(item)
    was = tuple(json.loads(item[WAS]["S"])) if WAS in item else None
    changed = (body["by"], body["at"])
    created = body.get("created") or changed
    return Kept(body["document"], was, number_of(item, EDITION), (created[0], created[1]), changed)


def held(kind: str, identifier: str, kept: Kept) -> HeldDocument | None:
    """The document as readers see it; None for one that is not there."""
    if kept.document is None or kept.created is None or kept.changed is None:
        return None
    return HeldDocument(
        kind=kind,
        id=identifier,
        document=kept.document,
        edition=kept.edition,
        created_by=kept.created[0],
        created_at=kept.created[1],
        changed_by=kept.changed[0],
        changed_at=kept.changed[1],
    )


def audit_entry(
    kind: str, identifier: str, document: Document | None, kept: Kept, author: Author
) -> AuditEntry:
    """What the trail says of putting `document` in the place of what is kept."""
    verb: AuditVerb = "delete" if document is None else "change"
    return AuditEntry(
        kind=kind,
        id=identifier,
        edition=kept.edition + 1,
        at=author.at,
        by=author.who,
        door=author.door,
        verb="create" if kept.document is None else verb,
        before=kept.document,
        after=document,
    )


def at_edition(edition: int) -> dict[str, Any]:
    """The condition that nobody has put the document since; 0 is one that was never put."""
    when: dict[str, Any] = {
        "ConditionExpression": "#e = :e" if edition else "attribute_not_exists(#e)",
        "ExpressionAttributeNames": {"#e": EDITION},
    }
    if edition:
        when["ExpressionAttributeValues"] = {":e": number(edition)}
    return when


def is_gone(item: Item | None) -> bool:
    """Whether there is nothing, or only the mark of what was deleted."""
    return item is None or GONE in item
