"""Look-ups: one item for an address, a domain or a serial number, with a row for each that has it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, body_of, key, number, number_of, with_body
from shared.adapters.dynamo.pages import Reader
from shared.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TRIES = 8
_WAIT = 0.02

Row = Mapping[str, Any]


class PointerRows:
    """Rows are replaced one at a time; several writers of one item take turns."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        reader: Reader,
        pause: Callable[[float], None],
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = reader
        self._pause = pause

    def set(self, kind: str, value: str, identifier: str, row: Row | None) -> None:
        """Replace the row of one document, or take it out; raises Unavailable."""
        pk = keys.pointer(kind, value)
        for turn in range(_TRIES):
            item = self._reader.one(key(pk, keys.ITEM))
            rows: list[Row] = body_of(item)["rows"] if item else []
            wanted = [one for one in rows if one["document"]["id"] != identifier]
            if row is not None:
                wanted.append(row)
            wanted.sort(key=lambda one: str(one["document"]["id"]))
            edition = number_of(item, "edition") if item else 0
            new = with_body(pk, keys.ITEM, {"rows": wanted}, edition=number(edition + 1))
            if wanted == rows or self._swap(new, edition):
                return
            self._pause(_WAIT * 2**turn)
        raise Unavailable(f"too many writers at once for {kind} '{value}'")

    def _swap(self, new: Item, edition: int) -> bool:
        request: dict[str, Any] = {
            "TableName": self._table,
            "Item": new,
            "ConditionExpression": "#e = :e" if edition else "attribute_not_exists(#e)",
            "ExpressionAttributeNames": {"#e": "edition"},
        }
        if edition:
            request["ExpressionAttributeValues"] = {":e": number(edition)}
        with writing("write the directory"):
            try:
                self._dynamo.put_item(**request)
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    return False
                raise
        return True
