"""The one table, as tests make it: keys, indexes and projections by the names that infra uses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from shared.names import Attribute, Index

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

TABLE = "milepost-test"

Letter = Literal["S", "N"]


@dataclass(frozen=True, slots=True)
class IndexForm:
    """One secondary index; `carries` None projects keys only."""

    name: Index
    partition: Attribute
    sort: tuple[Attribute, Letter] | None
    carries: tuple[Attribute, ...] | None = None

    def schema(self) -> list[dict[str, str]]:
        keys = [{"AttributeName": self.partition.value, "KeyType": "HASH"}]
        if self.sort is not None:
            keys.append({"AttributeName": self.sort[0].value, "KeyType": "RANGE"})
        return keys

    def projection(self) -> dict[str, Any]:
        if self.carries is None:
            return {"ProjectionType": "KEYS_ONLY"}
        names = [attribute.value for attribute in self.carries]
        return {"ProjectionType": "INCLUDE", "NonKeyAttributes": names}


_CARD = (Attribute.CARD,)

INDEXES = (
    IndexForm(Index.DUE, Attribute.DUE_SHARD, (Attribute.WAKE_AT, "N")),
    IndexForm(Index.WORK, Attribute.WORK_KEY, (Attribute.NEXT_TARGET, "S"), _CARD),
    IndexForm(Index.ALL, Attribute.ALL_KEY, (Attribute.NEXT_TARGET, "S"), _CARD),
    IndexForm(Index.ACCOUNT, Attribute.ACCOUNT_KEY, (Attribute.ACCOUNT_SORT, "S"), _CARD),
    IndexForm(Index.CONTACT, Attribute.CONTACT_KEY, (Attribute.ACCOUNT_SORT, "S")),
    IndexForm(Index.EXTERNAL, Attribute.EXTERNAL_KEY, (Attribute.PK, "S")),
)


def make_table(dynamo: "DynamoDBClient", name: str = TABLE) -> None:
    """Make the table on whatever answers the client."""
    letters: dict[str, Letter] = {Attribute.PK.value: "S", Attribute.SK.value: "S"}
    for index in INDEXES:
        letters[index.partition.value] = "S"
        if index.sort is not None:
            letters[index.sort[0].value] = index.sort[1]
    request: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": letter}
            for attribute, letter in letters.items()
        ],
        "KeySchema": [
            {"AttributeName": Attribute.PK.value, "KeyType": "HASH"},
            {"AttributeName": Attribute.SK.value, "KeyType": "RANGE"},
        ],
        "GlobalSecondaryIndexes": [
            {"IndexName": i.name.value, "KeySchema": i.schema(), "Projection": i.projection()}
            for i in INDEXES
        ],
    }
    dynamo.create_table(**request)
