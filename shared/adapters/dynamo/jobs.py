"""Bulk jobs in DynamoDB: a head under a lock, chunks that never change, reports that come once."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import put_all
from shared.adapters.dynamo.commit_parts import receipt_part
from shared.adapters.dynamo.items import (
    BODY,
    WRITTEN_BY,
    Item,
    body_of,
    key,
    number,
    of_model,
    text,
    to_model,
    with_body,
)
from shared.adapters.dynamo.pages import Reader, Span, bad_cursor, from_cursor, to_cursor
from shared.adapters.dynamo.transaction import Part, Refusals, write
from shared.adapters.system import SystemClock, SystemMint
from shared.domain.history import Receipt
from shared.domain.job import ChunkReport, Job, Place
from shared.errors import Absent, AlreadyDone, Conflict, NumberTaken
from shared.names import Attribute, Index
from shared.ports import Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT_SECONDS = 90 * 86_400
"""How long chunks and their reports are remembered; heads stay."""

_CLOCK, _MINT = SystemClock(), SystemMint()
_TAKEN = "ConditionalCheckFailedException"


class DynamoJobs:
    """The JobStore on DynamoDB."""

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

    def create(self, job: Job, receipt: Receipt | None = None) -> None:
        """Keep a new job; raises AlreadyDone or NumberTaken."""
        token = self._token()
        head = _head(job, token)
        parts = [Part("head", {"Put": self._new(head)})]
        if receipt is not None:
            parts.append(receipt_part(receipt, job.at, self._table))
        refused = write(self._dynamo, parts, token)
        landed = refused.get("head", {}).get(BODY) == head[BODY]
        if refused and not landed:
            raise _taken(job, refused)

    def load(self, identifier: str) -> Job:
        """Read strongly consistent; raises Absent."""
        item = self._reader.one(key(keys.job(identifier), keys.HEAD))
        if item is None:
            raise Absent(f"There is no job {identifier}.")
        return to_model(item, Job)

    def save(self, job: Job, was: Job) -> None:
        """Replace the head that is still as it was; raises Conflict."""
        guard = {
            "ConditionExpression": "#v = :v",
            "ExpressionAttributeNames": {"#v": "version"},
            "ExpressionAttributeValues": {":v": number(was.version)},
        }
        found = self._put(_head(job, self._token()), guard)
        if found is not None:
            raise Conflict(f"the job {job.id} has moved on")

    def recent(self, cursor: str | None = None, limit: int = 50) -> Page[Job]:
        """Jobs without their listings, newest first."""
        span = Span(
            Attribute.WORK_KEY,
            keys.JOBS,
            Attribute.NEXT_TARGET,
            index=Index.WORK,
            newest_first=True,
        )
        place = None if cursor is None else from_cursor(cursor)
        if place is not None and not isinstance(place, str):
            raise bad_cursor()
        items, more = self._reader.page(span, beyond=place, limit=limit)
        following = to_cursor(items[-1][Attribute.NEXT_TARGET.value]["S"]) if more else None
        cards = (item[Attribute.CARD.value]["S"] for item in items)
        return Page(tuple(Job.model_validate_json(card) for card in cards), following)

    def list_items(self, job: Job, token: str, chunks: Sequence[Sequence[str]]) -> None:
        """Keep the chunks of a listing."""
        expires_at = number(job.at + KEPT_SECONDS)
        items = [
            with_body(
                keys.job(job.id), keys.chunk(token, place), list(chunk), expires_at=expires_at
            )
            for place, chunk in enumerate(chunks)
        ]
        put_all(self._dynamo, self._table, items, self._pause)

    def chunk(self, identifier: str, place: Place) -> tuple[str, ...]:
        """The items of a chunk."""
        where = key(keys.job(identifier), keys.chunk(place.token, place.chunk))
        item = self._reader.one(where)
        return tuple(body_of(item)) if item is not None else ()

    def listed(self, job: Job) -> Iterator[str]:
        """Every item of every listing that counts."""
        for listing in job.listings:
            for item in self._every(job.id, f"{keys.CHUNK}{listing.token}#"):
                yield from body_of(item)

    def report(self, job: Job, report: ChunkReport) -> None:
        """Keep what became of a chunk, unless somebody has already."""
        sk = keys.done(report.place.token, report.place.chunk)
        expires_at = number(job.at + KEPT_SECONDS)
        item = of_model(keys.job(job.id), sk, report, expires_at=expires_at)
        self._put(item, _ABSENT)

    def reports(self, identifier: str) -> Iterator[ChunkReport]:
        """What became of every chunk so far."""
        for item in self._every(identifier, keys.DONE):
            yield to_model(item, ChunkReport)

    def _every(self, identifier: str, prefix: str) -> Iterator[Item]:
        return self._reader.every(Span(Attribute.PK, keys.job(identifier), Attribute.SK, prefix))

    def _new(self, item: Item) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "Item": item,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **_ABSENT,
        }

    def _put(self, item: Item, guard: dict[str, Any]) -> Item | None:
        """Put on a condition; answers what stands in the way, unless it is this very item."""
        with writing("keep a job"):
            try:
                self._dynamo.put_item(
                    TableName=self._table,
                    Item=item,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **guard,
                )
            except ClientError as error:
                if code_of(error) == "TransactionConflictException":
                    return {}
                if code_of(error) != _TAKEN:
                    raise
                response: Any = error.response
                found: Item = response.get("Item", {})
                ours = found.get(WRITTEN_BY) == item.get(WRITTEN_BY) is not None
                return None if ours else found
        return None


_ABSENT: dict[str, Any] = {
    "ConditionExpression": "attribute_not_exists(#pk)",
    "ExpressionAttributeNames": {"#pk": Attribute.PK.value},
}


def _head(job: Job, token: str) -> Item:
    card = job.model_copy(update={"listings": ()})
    return of_model(
        keys.job(job.id),
        keys.HEAD,
        job,
        version=number(job.version),
        **{
            WRITTEN_BY: text(token),
            Attribute.WORK_KEY.value: text(keys.JOBS),
            Attribute.NEXT_TARGET.value: text(keys.job_sort(job.at, job.id)),
            Attribute.CARD.value: text(card.model_dump_json(exclude_defaults=True)),
        },
    )


def _taken(job: Job, refused: Refusals) -> AlreadyDone | NumberTaken:
    if "receipt" in refused:
        receipt = to_model(refused["receipt"], Receipt)
        return AlreadyDone(receipt.number, receipt.fingerprint)
    return NumberTaken(f"there is a job {job.id} already")
