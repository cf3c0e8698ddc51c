"""Counters in the one table, each forgotten after its time."""

import hashlib
from typing import TYPE_CHECKING

from shared.adapters.aws import writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import key, number
from shared.business_time.instant import Instant
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class DynamoCounters:
    """The Counters on DynamoDB; a count whose answer is lost may count twice."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table

    def count(self, name: str, until: Instant) -> int:
        """Count one more under a name, which is forgotten after `until`; answers how many."""
        digest = hashlib.sha256(name.strip().encode("utf-8", "replace")).hexdigest()
        with writing("count"):
            answer = self._dynamo.update_item(
                TableName=self._table,
                Key=key(keys.counter(digest), keys.ITEM),
                UpdateExpression="ADD #n :one SET #e = :until, #s = :one",
                ExpressionAttributeNames={
                    "#n": "counted",
                    "#e": Attribute.EXPIRES_AT.value,
                    "#s": "schema",
                },
                ExpressionAttributeValues={":one": number(1), ":until": number(until)},
                ReturnValues="ALL_NEW",
            )
        return int(answer["Attributes"]["counted"]["N"])
