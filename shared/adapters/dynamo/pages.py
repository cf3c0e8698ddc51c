"""Queries page by page, and the opaque cursors that callers carry from one to the next."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.adapters.aws import reading
from shared.adapters.dynamo.items import Item
from shared.errors import Fault, Refused
from shared.names import Attribute, Index

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_LONGEST_CURSOR = 4_000
_LAST_LETTER = "\U0010ffff"


def to_cursor(place: str) -> str:
    """Wrap a place for the outside."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> Any:
    """Unwrap it; raises Refused for what was not made here."""
    if len(cursor) > _LONGEST_CURSOR:
        raise bad_cursor()
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error) as error:
        raise bad_cursor() from error


def bad_cursor() -> Refused:
    """The error of a cursor that does not belong here."""
    fault = Fault("query:/cursor", "Take the cursor from `next` of the page before.", "cursor")
    return Refused("The cursor is not one of ours.", faults=(fault,))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one partition: all of it, or the sort keys that begin with `prefix`.

    A stretch of an index that has a prefix is read forwards.
    """

    by: Attribute
    value: str
    sort: Attribute
    prefix: str = ""
    index: Index | None = None
    newest_first: bool = False


class Reader:
    """Reads of one table; strongly consistent wherever that is possible."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table

    def one(self, key: Item) -> Item | None:
        """One item, or None."""
        with reading("read an item"):
            answer = self._dynamo.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        found = answer.get("Item")
        return dict(found) if found is not None else None

    def page(self, span: Span, *, beyond: str | None = None, limit: int) -> tuple[list[Item], bool]:
        """At most `limit` items beyond a sort value, in the span's order, and whether more follow."""
        request = self._request(span)
        if beyond is not None:
            _go_on(request, span, beyond)
        answer = self._ask({**request, "Limit": limit + 1})
        items = [dict(item) for item in answer["Items"]]
        cut_short = len(items) <= limit and bool(answer.get("LastEvaluatedKey"))
        return items[:limit], cut_short or len(items) > limit

    def every(self, span: Span, *, below: int | None = None) -> Iterator[Item]:
        """All items of a span, page after page; `below` ends it at a number."""
        request = self._request(span)
        if below is not None:
            request["KeyConditionExpression"] += " AND #s < :s"
            request["ExpressionAttributeNames"]["#s"] = span.sort.value
            request["ExpressionAttributeValues"][":s"] = {"N": str(below)}
        while True:
            answer = self._ask(request)
            yield from (dict(item) for item in answer["Items"])
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _ask(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        with reading("query"):
            answer: Mapping[str, Any] = self._dynamo.query(**request)
        return answer

    def _request(self, span: Span) -> dict[str, Any]:
        names = {"#p": span.by.value}
        values = {":p": {"S": span.value}}
        condition = "#p = :p"
        if span.prefix:
            names["#s"], values[":s"] = span.sort.value, {"S": span.prefix}
            condition += " AND begins_with(#s, :s)"
        where = {"ConsistentRead": True} if span.index is None else {"IndexName": span.index.value}
        return {
            "TableName": self._table,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not span.newest_first,
            **where,
        }


def _go_on(request: dict[str, Any], span: Span, beyond: str) -> None:
    if span.index is None:
        own = {span.by.value: {"S": span.value}, span.sort.value: {"S": beyond}}
        request["ExclusiveStartKey"] = own
        return
    request["ExpressionAttributeNames"]["#s"] = span.sort.value
    if span.prefix:
        # a key has room for one condition: from the next text there is to the last of the prefix
        request["KeyConditionExpression"] = "#p = :p AND #s BETWEEN :s AND :e"
        request["ExpressionAttributeValues"][":s"] = {"S": f"{beyond}\0"}
        request["ExpressionAttributeValues"][":e"] = {"S": f"{span.prefix}{_LAST_LETTER}"}
        return
    request["KeyConditionExpression"] += f" AND #s {'<' if span.newest_first else '>'} :s"
    request["ExpressionAttributeValues"][":s"] = {"S": beyond}
