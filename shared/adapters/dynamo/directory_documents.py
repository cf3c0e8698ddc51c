"""The documents of the directory as they were put, each an item of its own."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.audit_items import audit_item
from shared.adapters.dynamo.commit_parts import receipt_part
from shared.adapters.dynamo.items import (
    Item,
    key,
    number,
    place_of,
    text,
    to_model,
    with_body,
)
from shared.adapters.dynamo.kept_document import (
    EDITION,
    GONE,
    WAS,
    Author,
    Document,
    Kept,
    at_edition,
    audit_entry,
    kept_in,
)
from shared.adapters.dynamo.pages import Reader, Span
from shared.adapters.dynamo.transaction import Part, in_table, write
from shared.adapters.system import SystemMint
from shared.domain.account import MOST_ANCESTORS
from shared.domain.coverage import CoverageEntitlement
from shared.domain.held_document import Referrer, references_of
from shared.domain.history import Receipt
from shared.errors import AlreadyDone, Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_MINT = SystemMint()
_MOST_HELD = 90
_ALIVE: Mapping[str, Any] = {
    "ConditionExpression": "attribute_not_exists(#g)",
    "ExpressionAttributeNames": {"#g": GONE},
}


class Documents:
    """Own items: the document, the accounts above it, and what is left to tidy up."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        reader: Reader,
        token: Callable[[], str] = _MINT.token,
    ) -> None:
        self._token = token
        self._dynamo = dynamo
        self._table = table
        self._reader = reader

    def get(self, kind: str, identifier: str) -> Document | None:
        """The document as it is kept."""
        return self.kept(kind, identifier).document

    def kept(self, kind: str, identifier: str) -> Kept:
        """The document with its state; an absent one has edition 0."""
        item = self._reader.one(place(kind, identifier))
        if item is None:
            return Kept(None, None, 0)
        return kept_in(item)

    def write(
        self,
        kind: str,
        identifier: str,
        document: Document | None,
        kept: Kept,
        author: Author,
        receipt: Receipt | None = None,
    ) -> None:
        """Put the document, or its absence, marked as unfinished, with its audit entry.

        Raises Conflict if somebody else just did, or if what it names has just been deleted;
        AlreadyDone if the receipt exists.
        """
        entry = audit_entry(kind, identifier, document, kept, author)
        item = self._item(kind, identifier, document, kept, author)
        parts = [
            Part("document", {"Put": {"Item": item, **at_edition(kept.edition)}}),
            Part("audit", {"Put": {"Item": audit_item(entry, place(kind, identifier))}}),
            *(
                Part("named", {"ConditionCheck": {"Key": where, **_ALIVE}})
                for where in self._held_fast(kind, document)
            ),
        ]
        parts = [in_table(self._table, part) for part in parts]
        if receipt is not None:
            parts.append(receipt_part(receipt, author.at, self._table))
        refused = write(self._dynamo, parts, self._token())
        if "receipt" in refused:
            done = to_model(refused["receipt"], Receipt)
            raise AlreadyDone(done.number, done.fingerprint)
        if refused:
            raise Conflict(f"the {kind} was put by somebody else just now")

    def _item(
        self, kind: str, identifier: str, document: Document | None, kept: Kept, author: Author
    ) -> Item:
        was = json.dumps([old for old in kept.before if old != document])
        created = kept.created if kept.document is not None else None
        body = {
            "account": identifier if kind == "account" else (document or {}).get("account"),
            "document": document,
            "by": author.who,
            "at": author.at,
            "created": created or (author.who, author.at),
        }
        item = {
            **with_body(*place_of(place(kind, identifier)), body),
            WAS: text(was),
            EDITION: number(kept.edition + 1),
        }
        if document is None:
            return {**item, GONE: number(1)}
        name = str(document.get("name") or document.get("serial_number") or identifier)
        return {
            **item,
            keys.ABOVE: text(json.dumps(self._above_new(kind, document))),
            Attribute.WORK_KEY.value: text(keys.listed(kind)),
            Attribute.NEXT_TARGET.value: text(keys.listed_sort(name, identifier)),
        }

    def _held_fast(self, kind: str, document: Document | None) -> list[Item]:
        """What must not be deleted while this is written; things that need not exist are left out."""
        named = references_of(kind, document or {})
        own = place(kind, str((document or {}).get("id")))
        distinct = dict.fromkeys((of, name) for _, of, name in named)
        places = [where for one in distinct if (where := place(*one)) != own]
        return [where for where in places[:_MOST_HELD] if self._reader.one(where) is not None]

    def finish(self, kind: str, identifier: str, edition: int) -> bool:
        """Say that every copy is right; False if the document has been put again meanwhile."""
        request: dict[str, Any] = {
            "TableName": self._table,
            "Key": place(kind, identifier),
            "UpdateExpression": "REMOVE #w",
        }

        def update(when: Mapping[str, Any]) -> None:
            names = {"#w": WAS, **when["ExpressionAttributeNames"]}
            self._dynamo.update_item(**{**request, **when, "ExpressionAttributeNames": names})

        try:
            self._if_edition(edition, kind, update)
        except Conflict:
            return False
        return True

    def set_above(self, kind: str, identifier: str, above: Sequence[str]) -> None:
        """Renew the accounts above a document that exists."""
        with writing("write the directory"):
            try:
                self._dynamo.update_item(
                    TableName=self._table,
                    Key=place(kind, identifier),
                    UpdateExpression="SET #a = :a",
                    ConditionExpression="attribute_exists(#s)",
                    ExpressionAttributeNames={"#a": keys.ABOVE, "#s": "schema"},
                    ExpressionAttributeValues={":a": {"S": json.dumps(list(above))}},
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise

    def above(self, account: str) -> list[str]:
        """Accounts above one, nearest first, at most five, loops cut (R3)."""
        found = self.get("account", account)
        return self._climb(account, found.get("parent") if found else None)

    def named_in(self, account: str, prefix: str) -> Iterator[str]:
        """Identifiers of what lies in an account's partition under a prefix."""
        for item in self._range(account, prefix):
            yield item[Attribute.SK.value]["S"].removeprefix(prefix)

    def referred(self, kind: str, identifier: str) -> Iterator[Referrer]:
        """What has said that it names a document, whether or not it still does."""
        pk, _ = place_of(place(kind, identifier))
        for item in self._reader.every(Span(Attribute.PK, pk, Attribute.SK, keys.REFERRED)):
            of, _, name = place_of(item)[1].removeprefix(keys.REFERRED).partition("#")
            yield Referrer(kind=of, id=name)

    def covered(self, account: str) -> Iterator[CoverageEntitlement]:
        """The rows that matching reads of an account's entitlements."""
        for item in self._range(account, keys.ENTITLEMENT_ROW):
            yield to_model(item, CoverageEntitlement)

    def _range(self, account: str, prefix: str) -> Iterator[Item]:
        span = Span(Attribute.PK, keys.account(account), Attribute.SK, prefix)
        return self._reader.every(span)

    def _above_new(self, kind: str, document: Document) -> list[str]:
        if kind == "account":
            return self._climb(document["id"], document.get("parent"))
        return self.above(document["account"]) if "account" in document else []

    def _climb(self, account: str, parent: str | None) -> list[str]:
        line = [account]
        while parent is not None and parent not in line and len(line) <= MOST_ANCESTORS:
            line.append(parent)
            found = self.get("account", parent)
            parent = found.get("parent") if found else None
        return line[1:]

    def _if_edition(self, edition: int, kind: str, write_it: Any) -> None:
        with writing("write the directory"):
            try:
                write_it(at_edition(edition))
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                raise Conflict(f"the {kind} was put by somebody else just now") from error


def place(kind: str, identifier: str) -> Item:
    """Where a document has its own item."""
    if kind == "account":
        return key(keys.account(identifier), keys.ACCOUNT_ROW)
    return key(keys.pointer(kind, identifier), keys.ITEM)
