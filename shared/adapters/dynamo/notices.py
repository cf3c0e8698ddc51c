"""Notices beside their entitlement: who is telling one now, and what became of it."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import BODY, Item, of_model, to_model
from shared.adapters.dynamo.pages import Reader, Span
from shared.domain.ending_notice import EndingNotice
from shared.errors import Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class DynamoNotices:
    """The NoticeStore on DynamoDB."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)

    def of_entitlement(self, entitlement: str) -> tuple[EndingNotice, ...]:
        """Every notice of an entitlement, read strongly consistent."""
        pk = keys.pointer("entitlement", entitlement)
        span = Span(Attribute.PK, pk, Attribute.SK, keys.NOTICE)
        return tuple(to_model(item, EndingNotice) for item in self._reader.every(span))

    def keep(self, notice: EndingNotice, was: EndingNotice | None) -> None:
        """Write a notice that still is as it was; raises Conflict."""
        item = _item(notice)
        with writing("keep a notice"):
            try:
                self._dynamo.put_item(TableName=self._table, Item=item, **_guard(was))
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                response: Any = error.response
                # the SDK repeats a put whose answer was lost: our own may be in the way
                if response.get("Item", {}).get(BODY) != item[BODY]:
                    raise Conflict(f"the notice {notice.id} has moved on") from error


def _item(notice: EndingNotice) -> Item:
    pk = keys.pointer("entitlement", notice.entitlement)
    return of_model(pk, keys.notice(notice.end_date, notice.days), notice)


def _guard(was: EndingNotice | None) -> dict[str, Any]:
    back: dict[str, Any] = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    if was is None:
        return {
            **back,
            "ConditionExpression": "attribute_not_exists(#pk)",
            "ExpressionAttributeNames": {"#pk": Attribute.PK.value},
        }
    return {
        **back,
        "ConditionExpression": "#b = :b",
        "ExpressionAttributeNames": {"#b": BODY},
        "ExpressionAttributeValues": {":b": _item(was)[BODY]},
    }
