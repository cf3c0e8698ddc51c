"""The documents of the directory as they were put, each an item of its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import (
    Item,
    body_of,
    key,
    number,
    number_of,
    place_of,
    text,
    to_model,
    with_body,
)
from shared.adapters.dynamo.pages import Reader, Span
from shared.business_time.instant import Instant
from shared.domain.account import MOST_ANCESTORS
from shared.domain.coverage import CoverageEntitlement
from shared.errors import Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Document: TypeAlias = Mapping[str, Any]

_WAS = "was"
_EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with what it replaced; `was` is None once every copy of it is right."""

    document: Document | None
    was: tuple[Document, ...] | None
    edition: int

    @property
    def before(self) -> tuple[Document, ...]:
        """Every document whose copies may still be about."""
        return (*(self.was or ()), *((self.document,) if self.document is not None else ()))


class Documents:
    """Own items: the document, the accounts above it, and what is left to tidy up."""

    def __init__(self, dynamo: "DynamoDBClient", table: str, reader: Reader) -> None:
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
        was = tuple(json.loads(item[_WAS]["S"])) if _WAS in item else None
        return Kept(body_of(item)["document"], was, number_of(item, _EDITION))

    def write(self, kind: str, document: Document, kept: Kept, *, who: str, at: Instant) -> None:
        """Put the document, marked as unfinished; raises Conflict if somebody else just did."""
        where = place(kind, document["id"])
        owner = document["id"] if kind == "account" else document.get("account")
        above = self._above_new(kind, document)
        was = [old for old in kept.before if old != document]
        body = {"account": owner, "document": document, "by": who, "at": at}
        item = {
            **with_body(*place_of(where), body),
            keys.ABOVE: text(json.dumps(above)),
            _WAS: text(json.dumps(was)),
            _EDITION: number(kept.edition + 1),
        }
        self._if_edition(kept.edition, kind, lambda when: self._put(item, when))

    def finish(self, kind: str, identifier: str, edition: int) -> bool:
        """Say that every copy is right; False if the document has been put again meanwhile."""
        request: dict[str, Any] = {
            "TableName": self._table,
            "Key": place(kind, identifier),
            "UpdateExpression": "REMOVE #w",
        }

        def update(when: Mapping[str, Any]) -> None:
            names = {"#w": _WAS, **when["ExpressionAttributeNames"]}
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

    def _put(self, item: Item, when: Mapping[str, Any]) -> None:
        self._dynamo.put_item(**{"TableName": self._table, "Item": item, **when})

    def _if_edition(self, edition: int, kind: str, write: Any) -> None:
        when: dict[str, Any] = {
            "ConditionExpression": "attribute_not_exists(#e)" if edition == 0 else "#e = :e",
            "ExpressionAttributeNames": {"#e": _EDITION},
        }
        if edition:
            when["ExpressionAttributeValues"] = {":e": number(edition)}
        with writing("write the directory"):
            try:
                write(when)
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                raise Conflict(f"the {kind} was put by somebody else just now") from error


def place(kind: str, identifier: str) -> Item:
    """Where a document has its own item."""
    if kind == "account":
        return key(keys.account(identifier), keys.ACCOUNT_ROW)
    return key(keys.pointer(kind, identifier), keys.ITEM)
