"""Case files in DynamoDB: one item each, one transaction per engine-visible change (§1)."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError
from pydantic import BaseModel

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.commit_parts import parts_of
from shared.adapters.dynamo.items import (
    Item,
    body_of,
    key,
    of_file,
    of_model,
    to_card,
    to_file,
    to_model,
)
from shared.adapters.dynamo.pages import Reader, bad_cursor, every, from_cursor, to_cursor
from shared.adapters.dynamo.transaction import RefusedPart, write
from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.history import Card, Comment, HistoryEntry, LogEntry, MatchNote, Receipt
from shared.errors import Absent, AlreadyDone, BalanceMoved, Conflict, NumberTaken
from shared.names import DUE_SHARDS, Attribute, Index
from shared.ports import Commit, Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

M = TypeVar("M", bound=BaseModel)

_AT_ONCE = 25


class DynamoRecords:
    """The RecordStore on DynamoDB."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)

    def load(self, number: str) -> CaseFile:
        """Read strongly consistent; raises Absent."""
        item = self._reader.one(key(keys.record(number), keys.FILE))
        if item is None:
            raise Absent(f"There is no record {number}.")
        return to_file(item)

    def commit(self, commit: Commit) -> None:
        """One TransactWriteItems; a repeat of a commit that landed is success."""
        refused = write(self._dynamo, parts_of(commit, self._table), commit.token)
        if refused:
            self._judge(commit, {part.role: part for part in refused})

    def save(
        self,
        file: CaseFile,
        card: Card,
        wake_at: Instant | None,
        is_open: bool,
        expected_version: int,
    ) -> None:
        """Bookkeeping: a plain put on the condition that the version is still the expected one."""
        try:
            with writing("keep the books"):
                self._save(file, card, wake_at, is_open, expected_version)
        except _Moved as moved:
            raise Conflict(f"{file.number} has moved on") from moved

    def log(self, entries: Sequence[LogEntry]) -> None:
        """Keep what became of effects."""
        for start in range(0, len(entries), _AT_ONCE):
            waiting: Any = {
                self._table: [
                    {"PutRequest": {"Item": of_model(keys.record(e.number), keys.log(e), e)}}
                    for e in entries[start : start + _AT_ONCE]
                ]
            }
            while waiting:
                with writing("log effects"):
                    answer = self._dynamo.batch_write_item(RequestItems=waiting)
                waiting = answer.get("UnprocessedItems")

    def receipt(self, receipt_key: str, now: Instant) -> Receipt | None:
        """The receipt of an earlier request, unless it has expired."""
        item = self._reader.one(key(keys.receipt(receipt_key), keys.ITEM))
        receipt = to_model(item, Receipt) if item else None
        return receipt if receipt and receipt.expires_at > now else None

    def history(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[HistoryEntry]:
        """History by revision, oldest first."""
        return self._beside(number, keys.EVENT, HistoryEntry, cursor, limit)

    def comments(self, number: str, cursor: str | None = None, limit: int = 100) -> Page[Comment]:
        """Comments, oldest first."""
        return self._beside(number, keys.COMMENT, Comment, cursor, limit)

    def action_log(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[LogEntry]:
        """Outcomes of effects, by due instant."""
        return self._beside(number, keys.LOG, LogEntry, cursor, limit)

    def past(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[MilestoneFacts]:
        """Ended occurrences that left the case file."""
        return self._beside(number, keys.PAST, MilestoneFacts, cursor, limit)

    def match_notes(self, number: str) -> tuple[MatchNote, ...]:
        """Matching decisions of a record, oldest first."""
        return self._beside(number, keys.DECISION, MatchNote, None, 100).items

    def text(self, number: str, name: str) -> str | None:
        """A long text that lies beside the file."""
        item = self._reader.one(key(keys.record(number), keys.text(name)), consistent=False)
        return str(body_of(item)) if item else None

    def work(self, owner: str | None, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Open records by next target: of one owner, or of all shards merged."""
        if owner is None:
            return self._all_open(cursor, limit)
        partition = (Attribute.WORK_KEY.value, keys.work_of(owner))
        return self._cards(Index.WORK, partition, cursor, limit, newest_first=False)

    def of_account(self, account: str, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Records of one account, newest first."""
        partition = (Attribute.ACCOUNT_KEY.value, keys.account(account))
        return self._cards(Index.ACCOUNT, partition, cursor, limit, newest_first=True)

    def overdue(self, shard: int, before: Instant) -> Iterator[tuple[str, Instant]]:
        """Numbers and wake instants of one due shard, earliest first."""
        partition = (Attribute.DUE_SHARD.value, keys.due_shard(shard))
        found = every(
            lambda start: self._reader.page(
                partition=partition,
                before=(Attribute.WAKE_AT.value, before),
                index=Index.DUE.value,
                start=start,
            )
        )
        for item in found:
            number = keys.number_in(item[Attribute.PK.value]["S"])
            yield number, int(item[Attribute.WAKE_AT.value]["N"])

    def _judge(self, commit: Commit, refused: Mapping[str, RefusedPart]) -> None:
        """Say what the refusal means; a commit that had landed before is none."""
        number = commit.file.number
        if "receipt" in refused:
            receipt = to_model(refused["receipt"].found, Receipt)
            if receipt.number != number or not self._landed(commit):
                raise AlreadyDone(receipt.number, receipt.fingerprint)
            return
        if "file" in refused or "event" in refused:
            if self._landed(commit):
                return
            if commit.expected_version is None:
                raise NumberTaken(f"{number} exists already")
            raise Conflict(f"{number} has moved on")
        raise BalanceMoved("the allowance has left its zone")

    def _landed(self, commit: Commit) -> bool:
        """Whether this very commit was written, and only its answer lost."""
        event_key = key(keys.record(commit.file.number), keys.event(commit.entry.revision))
        event = self._reader.one(event_key)
        return event is not None and event["token"]["S"] == commit.token

    def _save(
        self,
        file: CaseFile,
        card: Card,
        wake_at: Instant | None,
        is_open: bool,
        expected_version: int,
    ) -> None:
        try:
            self._dynamo.put_item(
                TableName=self._table,
                Item=of_file(file, card, wake_at, "", is_open=is_open),
                ConditionExpression="#v = :v",
                ExpressionAttributeNames={"#v": "version"},
                ExpressionAttributeValues={":v": {"N": str(expected_version)}},
            )
        except ClientError as error:
            moved = {"ConditionalCheckFailedException", "TransactionConflictException"}
            if code_of(error) in moved:
                raise _Moved from error
            raise

    def _beside(
        self, number: str, prefix: str, model: type[M], cursor: str | None, limit: int
    ) -> Page[M]:
        start = None
        if cursor is not None:
            sk = from_cursor(cursor)
            if not isinstance(sk, str) or not sk.startswith(prefix):
                raise bad_cursor()
            start = key(keys.record(number), sk)
        items, last = self._reader.page(
            partition=(Attribute.PK.value, keys.record(number)),
            sort=(Attribute.SK.value, prefix),
            start=start,
            limit=limit,
            consistent=True,
        )
        following = to_cursor(last[Attribute.SK.value]["S"]) if last else None
        return Page(tuple(to_model(item, model) for item in items), following)

    def _cards(
        self,
        index: Index,
        partition: tuple[str, str],
        cursor: str | None,
        limit: int,
        *,
        newest_first: bool,
    ) -> Page[Card]:
        items, last = self._reader.page(
            partition=partition,
            index=index.value,
            start=_start_of(cursor, partition),
            limit=limit,
            newest_first=newest_first,
        )
        return Page(tuple(to_card(item) for item in items), to_cursor(last) if last else None)

    def _all_open(self, cursor: str | None, limit: int) -> Page[Card]:
        starts = _starts_of(cursor)
        pages = [self._shard_page(place, starts[place], limit) for place in range(DUE_SHARDS)]
        merged = heapq.merge(
            *([(_sort_of(item), place, item) for item in page] for place, page in enumerate(pages)),
            key=lambda found: found[0],
        )
        chosen = [found for _, found in zip(range(limit), merged, strict=False)]
        for _, place, item in chosen:
            starts[place] = _index_key(item)
        more = sum(len(page) for page in pages) > len(chosen)
        cards = tuple(to_card(item) for _, _, item in chosen)
        return Page(cards, to_cursor(starts) if more and chosen else None)

    def _shard_page(self, place: int, start: Item | None, limit: int) -> list[Item]:
        items, _ = self._reader.page(
            partition=(Attribute.ALL_KEY.value, keys.all_open(place)),
            index=Index.ALL.value,
            start=start,
            limit=limit + 1,
        )
        return items


class _Moved(Exception):
    pass


def _start_of(cursor: str | None, partition: tuple[str, str]) -> Mapping[str, Any] | None:
    if cursor is None:
        return None
    start = from_cursor(cursor)
    attribute, value = partition
    if not isinstance(start, dict) or start.get(attribute) != {"S": value}:
        raise bad_cursor()
    return start


def _starts_of(cursor: str | None) -> list[Item | None]:
    if cursor is None:
        return [None] * DUE_SHARDS
    starts = from_cursor(cursor)
    whole = isinstance(starts, list) and len(starts) == DUE_SHARDS
    if not whole or not all(start is None or isinstance(start, dict) for start in starts):
        raise bad_cursor()
    return [None if start is None else dict(start) for start in starts]


def _sort_of(item: Mapping[str, Any]) -> str:
    return str(item[Attribute.NEXT_TARGET.value]["S"])


def _index_key(item: Mapping[str, Any]) -> Item:
    wanted = (Attribute.ALL_KEY, Attribute.NEXT_TARGET, Attribute.PK, Attribute.SK)
    return {name.value: item[name.value] for name in wanted}
