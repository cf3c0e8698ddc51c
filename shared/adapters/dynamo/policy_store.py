"""Configuration in DynamoDB: immutable items and one pointer that flips last (§1)."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, body_of, key, number, text, with_body
from shared.adapters.dynamo.pages import Reader, every
from shared.business_time.instant import Instant
from shared.errors import Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

VERSIONED = frozenset({"calendar", "process", "mail_template"})
_AT_ONCE = 25
_POINTER = key(keys.CONFIG, keys.POINTER)


class DynamoPolicies:
    """The PolicyStore on DynamoDB."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)

    def revision(self) -> int:
        """The configuration in force; 0 when nothing was ever applied."""
        return revision_in(self._reader.one(_POINTER))

    def documents(self, revision: int) -> tuple[Mapping[str, Any], ...]:
        """Every document of one revision, by one query."""
        items = every(
            lambda start: self._reader.page(
                partition=(Attribute.PK.value, keys.configuration(revision)),
                start=start,
                consistent=True,
            )
        )
        return tuple(body_of(item) for item in items)

    def document(self, kind: str, name: str, version: int) -> Mapping[str, Any] | None:
        """The body of one immutable version."""
        item = self._reader.one(
            key(keys.document(kind, name), keys.version(version)), consistent=False
        )
        found: Mapping[str, Any] | None = body_of(item) if item else None
        return found

    def publish(
        self,
        documents: Sequence[Mapping[str, Any]],
        *,
        expected_revision: int,
        who: str,
        at: Instant,
    ) -> int:
        """Write the items of the next revision in chunks, then flip the pointer; raises Conflict."""
        revision = expected_revision + 1
        for document in documents:
            self._keep_version(document)
        self._put_all([_listed(revision, place, body) for place, body in enumerate(documents)])
        self._flip(revision, expected_revision, who, at)
        return revision

    def _keep_version(self, document: Mapping[str, Any]) -> None:
        if document["kind"] not in VERSIONED:
            return
        pk = keys.document(document["kind"], document["name"])
        item = with_body(pk, keys.version(document["version"]), document["body"])
        try:
            with writing("keep a version"):
                self._put_new(item)
        except _Exists:
            found = self._reader.one({name: item[name] for name in ("pk", "sk")})
            if found is None or body_of(found) != document["body"]:
                raise Conflict(
                    f"{document['kind']} '{document['name']}' has another version "
                    f"{document['version']} already"
                ) from None

    def _put_new(self, item: Item) -> None:
        try:
            self._dynamo.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(#pk)",
                ExpressionAttributeNames={"#pk": Attribute.PK.value},
            )
        except ClientError as error:
            if code_of(error) == "ConditionalCheckFailedException":
                raise _Exists from error
            raise

    def _put_all(self, items: list[Item]) -> None:
        queue = iter(items)
        while batch := list(islice(queue, _AT_ONCE)):
            waiting: Any = {self._table: [{"PutRequest": {"Item": item}} for item in batch]}
            while waiting:
                with writing("write the configuration"):
                    answer = self._dynamo.batch_write_item(RequestItems=waiting)
                waiting = answer.get("UnprocessedItems")

    def _flip(self, revision: int, expected: int, who: str, at: Instant) -> None:
        item = {
            **_POINTER,
            "schema": number(1),
            "revision": number(revision),
            "by": text(who),
            "at": number(at),
        }
        try:
            with writing("flip the configuration"):
                self._put_pointer(item, expected)
        except _Exists:
            raise Conflict("somebody else applied a configuration meanwhile") from None

    def _put_pointer(self, item: Item, expected: int) -> None:
        condition = "attribute_not_exists(#pk)" if expected == 0 else "#r = :r"
        names = {"#pk": Attribute.PK.value} if expected == 0 else {"#r": "revision"}
        request: dict[str, Any] = {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
        }
        if expected:
            request["ExpressionAttributeValues"] = {":r": number(expected)}
        try:
            self._dynamo.put_item(**request)
        except ClientError as error:
            if code_of(error) == "ConditionalCheckFailedException":
                raise _Exists from error
            raise


class _Exists(Exception):
    pass


def revision_in(item: Mapping[str, Any] | None) -> int:
    """The revision that the pointer names; 0 without one."""
    return int(item["revision"]["N"]) if item else 0


def _listed(revision: int, place: int, document: Mapping[str, Any]) -> Item:
    return with_body(keys.configuration(revision), f"{place:06}", document)
