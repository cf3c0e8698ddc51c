"""Configuration in DynamoDB: immutable items and one pointer that flips last (§1).

The rows of a revision carry the token of who wrote them, and the flip says whose rows count: what a
crash or a slower writer leaves in the same partition is never read.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.audit_items import audit_item, audit_item_of_writer
from shared.adapters.dynamo.batches import put_all
from shared.adapters.dynamo.items import (
    WRITTEN_BY,
    body_of,
    key,
    number,
    number_of,
    place_of,
    text,
    with_body,
)
from shared.adapters.dynamo.limits import refuse_too_large
from shared.adapters.dynamo.pages import Reader, Span
from shared.adapters.dynamo.transaction import Part, in_table, write
from shared.adapters.system import SystemClock, SystemMint
from shared.business_time.instant import Instant
from shared.domain.audit import AuditEntry
from shared.domain.configuration_row import EDITION
from shared.domain.formula import without_trees
from shared.domain.held_document import HeldDocument
from shared.errors import Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Document = Mapping[str, Any]

VERSIONED = frozenset({"calendar", "process", "mail_template"})
_CLOCK, _MINT = SystemClock(), SystemMint()
_POINTER = key(keys.CONFIG, keys.POINTER)


class DynamoPolicies:
    """The PolicyStore on DynamoDB."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        *,
        token: Callable[[], str] = _MINT.token,
        pause: Callable[[float], None] = _CLOCK.pause,
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._token = token
        self._pause = pause
        self._reader = Reader(dynamo, table)

    def revision(self) -> int:
        """The configuration in force; 0 when nothing was ever applied."""
        return revision_in(self._reader.one(_POINTER))

    def documents(self, revision: int) -> tuple[Document, ...]:
        """Every document of one revision, by one query, in the order in which it was published."""
        span = Span(Attribute.PK, keys.configuration(revision), Attribute.SK)
        found: list[Document] = []
        counts = ""
        for item in self._reader.every(span):
            sk = place_of(item)[1]
            if sk == keys.HEAD:
                counts = keys.rows_of(item[WRITTEN_BY]["S"])
            elif counts and sk.startswith(counts):
                found.append(body_of(item))
        return tuple(found)

    def document(self, kind: str, name: str, version: int) -> Document | None:
        """The body of one immutable version."""
        item = self._reader.one(key(keys.document(kind, name), keys.version(version)))
        found: Document | None = body_of(item) if item else None
        return found

    def versions(self, kind: str, name: str) -> dict[int, Document]:
        """Bodies of all immutable versions by number, by one query."""
        span = Span(Attribute.PK, keys.document(kind, name), Attribute.SK, keys.VERSION)
        return {
            int(place_of(item)[1].removeprefix(keys.VERSION)): body_of(item)
            for item in self._reader.every(span)
        }

    def draft(self, name: str) -> HeldDocument | None:
        """The draft of a process."""
        item = self._reader.one(key(keys.DRAFTS, name))
        return _draft_in(item) if item else None

    def drafts(self) -> tuple[HeldDocument, ...]:
        """Every draft, by one query."""
        found = map(_draft_in, self._reader.every(Span(Attribute.PK, keys.DRAFTS, Attribute.SK)))
        return tuple(draft for draft in found if draft is not None)

    def put_draft(
        self,
        name: str,
        content: Document | None,
        *,
        before: HeldDocument | None,
        entry: AuditEntry,
    ) -> None:
        """Replace a draft that still is `before`, with its audit entry; raises Conflict."""
        # what was taken away keeps its edition, so that a new one counts on
        known = self._reader.one(key(keys.DRAFTS, name))
        edition = number_of(known, EDITION) if known else 0
        if (_draft_in(known) if known else None) != before:
            raise Conflict("the draft was changed by somebody else just now")
        author = (entry.by, entry.at)
        made = (before.created_by, before.created_at) if before is not None else author
        body = {"content": content, "created": made, "changed": author}
        item = with_body(keys.DRAFTS, name, body, **{EDITION: number(edition + 1)})
        guard: dict[str, Any] = {
            "ConditionExpression": "#e = :e" if edition else "attribute_not_exists(#e)",
            "ExpressionAttributeNames": {"#e": EDITION},
        }
        if edition:
            guard["ExpressionAttributeValues"] = {":e": number(edition)}
        numbered = entry.model_copy(update={"edition": edition + 1})
        trail = audit_item(numbered, key(keys.document(entry.kind, name), keys.ITEM))
        parts = [
            Part("draft", {"Put": {"Item": item, **guard}}),
            Part("audit", {"Put": {"Item": trail}}),
        ]
        if write(self._dynamo, [in_table(self._table, part) for part in parts], self._token()):
            raise Conflict("the draft was changed by somebody else just now")

    def publish(
        self,
        documents: Sequence[Document],
        *,
        expected_revision: int,
        who: str,
        at: Instant,
        trail: Sequence[AuditEntry] = (),
        also: Sequence[Document] = (),
    ) -> int:
        """Write the items of the next revision, then flip the pointer; raises Conflict."""
        revision, token = expected_revision + 1, self._token()
        for document in (*documents, *also):
            # what an earlier revision changed last was kept by it
            if document["kind"] in VERSIONED and document.get(EDITION, revision) == revision:
                self._keep_version(document)
        pk, rows = keys.configuration(revision), keys.rows_of(token)
        items = [with_body(pk, f"{rows}{n:06}", document) for n, document in enumerate(documents)]
        items += [audit_item_of_writer(entry, token) for entry in trail]
        put_all(self._dynamo, self._table, items, self._pause)
        self._flip(revision, token, who, at)
        return revision

    def _keep_version(self, document: Document) -> None:
        """Write a version once; the same again is no change, anything else is refused."""
        # the trees of formulas follow from their texts, and may come later than these
        content = json.dumps(without_trees(document["body"]), sort_keys=True)
        same = hashlib.sha256(content.encode()).hexdigest()
        pk, sk = keys.document(document["kind"], document["name"]), keys.version(_version(document))
        with writing("keep a version"):
            try:
                self._dynamo.put_item(
                    TableName=self._table,
                    Item=with_body(pk, sk, document["body"], digest=text(same)),
                    ConditionExpression="attribute_not_exists(#h) OR #h = :h",
                    ExpressionAttributeNames={"#h": "digest"},
                    ExpressionAttributeValues={":h": text(same)},
                )
            except ClientError as error:
                refuse_too_large(error)
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                name = f"{document['kind']} '{document['name']}'"
                words = f"{name} has another version {_version(document)} already"
                raise Conflict(words) from error

    def _flip(self, revision: int, token: str, who: str, at: Instant) -> None:
        head = {
            **key(keys.configuration(revision), keys.HEAD),
            "schema": number(1),
            WRITTEN_BY: text(token),
            "by": text(who),
            "at": number(at),
        }
        pointer = {**head, **_POINTER, "revision": number(revision)}
        parts = [
            Part("pointer", {"Put": _after(revision - 1, {"Item": pointer})}),
            Part("head", {"Put": {"Item": head}}),
        ]
        parts = [in_table(self._table, part) for part in parts]
        refused = write(self._dynamo, parts, token)
        if refused and refused["pointer"].get(WRITTEN_BY) != text(token):
            raise Conflict("somebody else applied a configuration meanwhile")


def _draft_in(item: Mapping[str, Any]) -> HeldDocument | None:
    body = body_of(item)
    if body["content"] is None:
        return None
    return HeldDocument(
        kind="process_draft",
        id=place_of(item)[1],
        document=body["content"],
        edition=number_of(item, EDITION),
        created_by=body["created"][0],
        created_at=body["created"][1],
        changed_by=body["changed"][0],
        changed_at=body["changed"][1],
    )


def revision_in(item: Mapping[str, Any] | None) -> int:
    """The revision that the pointer names; 0 without one."""
    return number_of(item, "revision") if item else 0


def _after(revision: int, put: Mapping[str, Any]) -> dict[str, Any]:
    guarded: dict[str, Any] = {
        **put,
        "ConditionExpression": "#r = :r" if revision else "attribute_not_exists(#r)",
        "ExpressionAttributeNames": {"#r": "revision"},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    if revision:
        guarded["ExpressionAttributeValues"] = {":r": number(revision)}
    return guarded


def _version(document: Document) -> int:
    return int(document["version"])
