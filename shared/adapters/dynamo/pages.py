"""Queries page by page, and the opaque cursors that callers carry from one to the next."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shared.adapters.aws import reading
from shared.adapters.dynamo.items import Item
from shared.errors import Fault, Refused

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_LONGEST_CURSOR = 4_000


def to_cursor(place: object) -> str:
    """Wrap a place for the outside."""
    written = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def from_cursor(cursor: str) -> Any:
    """Unwrap it; raises Refused for what was not made here."""
    if len(cursor) > _LONGEST_CURSOR:
        raise bad_cursor()
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise bad_cursor() from error


def bad_cursor() -> Refused:
    """The error of a cursor that does not belong here."""
    return Refused(
        "The cursor is not one of ours.", faults=(Fault("/cursor", "is not valid", "cursor"),)
    )


class Reader:
    """Reads of one table."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table

    def one(self, key: Item, *, consistent: bool = True) -> Item | None:
        """One item, or None."""
        with reading("read an item"):
            answer = self._dynamo.get_item(
                TableName=self._table, Key=key, ConsistentRead=consistent
            )
        found = answer.get("Item")
        return dict(found) if found is not None else None

    def page(
        self,
        *,
        partition: tuple[str, str],
        sort: tuple[str, str] | None = None,
        index: str | None = None,
        start: Mapping[str, Any] | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = False,
        before: tuple[str, int] | None = None,
    ) -> tuple[list[Item], Mapping[str, Any] | None]:
        """One page of a partition: (attribute, value), by a prefix of the sort key or below a number."""
        names = {"#p": partition[0]}
        values: dict[str, Any] = {":p": {"S": partition[1]}}
        condition = "#p = :p"
        if sort is not None:
            names["#s"], values[":s"] = sort[0], {"S": sort[1]}
            condition += " AND begins_with(#s, :s)"
        if before is not None:
            names["#s"], values[":s"] = before[0], {"N": str(before[1])}
            condition += " AND #s < :s"
        request: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not newest_first,
        }
        if consistent:
            request["ConsistentRead"] = True
        if index is not None:
            request["IndexName"] = index
        if limit is not None:
            request["Limit"] = limit
        if start is not None:
            request["ExclusiveStartKey"] = dict(start)
        with reading("query"):
            answer = self._dynamo.query(**request)
        return [dict(item) for item in answer["Items"]], answer.get("LastEvaluatedKey")


def every(
    page: Callable[[Mapping[str, Any] | None], tuple[list[Item], Mapping[str, Any] | None]],
) -> Iterator[Item]:
    """All items, page after page."""
    start: Mapping[str, Any] | None = None
    while True:
        items, start = page(start)
        yield from items
        if start is None:
            return
