"""Case files in DynamoDB: one item each, one transaction per engine-visible change (§1)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import get_all, put_all
from shared.adapters.dynamo.beside import Beside
from shared.adapters.dynamo.commit_parts import parts_of
from shared.adapters.dynamo.items import (
    WRITTEN_BY,
    Item,
    body_of,
    key,
    number_of,
    of_file,
    of_log,
    to_file,
    to_model,
)
from shared.adapters.dynamo.limits import refuse_too_large
from shared.adapters.dynamo.lists import Lists
from shared.adapters.dynamo.message_rows import rows_of_sent
from shared.adapters.dynamo.pages import Reader, Span
from shared.adapters.dynamo.tasks import Tasks
from shared.adapters.dynamo.transaction import write
from shared.adapters.dynamo.verdict import has_landed, verdict
from shared.adapters.system import SystemClock, SystemMint
from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.history import Card, Comment, HistoryEntry, LogEntry, MatchNote, Receipt
from shared.domain.task import Task
from shared.errors import Absent, Conflict
from shared.names import Attribute, Index
from shared.ports import Commit, Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


_CLOCK, _MINT = SystemClock(), SystemMint()
_MOVED = frozenset({"ConditionalCheckFailedException", "TransactionConflictException"})


class DynamoRecords:
    """The RecordStore on DynamoDB."""

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
        self._lists = Lists(self._reader)
        self._beside = Beside(self._reader)
        self._tasks = Tasks(self._reader)

    def load(self, number: str) -> CaseFile:
        """Read strongly consistent; raises Absent."""
        item = self._reader.one(key(keys.record(number), keys.FILE))
        if item is None:
            raise Absent(f"There is no record {number}.")
        return to_file(item)

    def load_many(self, numbers: Sequence[str]) -> tuple[CaseFile, ...]:
        """Read many, eventually consistent, in no order."""
        places = [key(keys.record(number), keys.FILE) for number in dict.fromkeys(numbers)]
        found = get_all(self._dynamo, self._table, places, self._pause)
        return tuple(to_file(item) for item in found.values())

    def commit(self, commit: Commit) -> None:
        """One TransactWriteItems; a repeat of a commit that landed is success."""
        try:
            refused = write(self._dynamo, parts_of(commit, self._table), commit.token)
        except Conflict:
            if self._landed(commit):
                return
            raise
        if not refused:
            return
        landed = has_landed(commit, refused)
        if landed or (landed is None and self._landed(commit)):
            return
        error = verdict(commit, refused)
        if error is not None:
            raise error

    def save(
        self,
        file: CaseFile,
        card: Card,
        wake_at: Instant | None,
        is_open: bool,
        expected_version: int,
    ) -> None:
        """Bookkeeping: a plain put on the condition that the version is still the expected one.

        The SDK repeats a put whose answer was lost; its token tells that our own is in the way.
        """
        token = self._token()
        item = of_file(file, card, wake_at, token, is_open=is_open)
        with writing("keep the books"):
            try:
                self._put(item, expected_version)
            except ClientError as error:
                refuse_too_large(error)
                if code_of(error) not in _MOVED:
                    raise
                found: Any = error.response.get("Item", {})
                if found.get(WRITTEN_BY) != item[WRITTEN_BY]:
                    raise Conflict(f"{file.number} has moved on") from error

    def log(self, entries: Sequence[LogEntry]) -> None:
        """Keep what became of effects, and find records by the ids of the mails among them."""
        items = [*(of_log(entry) for entry in entries), *rows_of_sent(entries)]
        put_all(self._dynamo, self._table, items, self._pause)

    def receipt(self, receipt_key: str, now: Instant) -> Receipt | None:
        """The receipt of an earlier request, unless it has expired."""
        item = self._reader.one(key(keys.receipt(receipt_key), keys.ITEM))
        receipt = to_model(item, Receipt) if item else None
        return receipt if receipt and receipt.expires_at > now else None

    def history(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[HistoryEntry]:
        """History by revision, oldest first."""
        return self._beside.page(number, keys.EVENT, HistoryEntry, cursor, limit)

    def comments(self, number: str, cursor: str | None = None, limit: int = 100) -> Page[Comment]:
        """Comments, oldest first."""
        return self._beside.page(number, keys.COMMENT, Comment, cursor, limit)

    def comment(self, number: str, order: int) -> Comment:
        """One comment; raises Absent."""
        item = self._reader.one(key(keys.record(number), keys.comment(order)))
        if item is None:
            raise Absent(f"There is no comment {order} on {number}.")
        return to_model(item, Comment)

    def action_log(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[LogEntry]:
        """Outcomes of effects, by due instant."""
        return self._beside.page(number, keys.LOG, LogEntry, cursor, limit)

    def past(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[MilestoneFacts]:
        """Ended occurrences that left the case file; `limit` counts the changes that took them."""
        items, following = self._beside.items(number, keys.PAST, cursor, limit)
        ended = (one for item in items for one in body_of(item))
        return Page(tuple(MilestoneFacts.model_validate(one) for one in ended), following)

    def tasks(self, number: str, cursor: str | None = None, limit: int = 100) -> Page[Task]:
        """Tasks of a record, open and done."""
        return self._beside.page(number, keys.TASK, Task, cursor, limit)

    def task(self, number: str, identifier: str) -> Task:
        """One task, read strongly consistent; raises Absent."""
        return self._tasks.task(number, identifier)

    def parked(self, cursor: str | None = None, limit: int = 50) -> Page[LogEntry]:
        """Effects that were given up, longest first."""
        return self._lists.parked(cursor, limit)

    def open_tasks(self, holder: str, cursor: str | None = None, limit: int = 50) -> Page[Task]:
        """Open tasks of a user or a queue by due instant."""
        return self._lists.tasks_of(holder, cursor, limit)

    def match_notes(self, number: str) -> tuple[MatchNote, ...]:
        """Matching decisions of a record, oldest first."""
        items = self._beside.every(number, keys.DECISION)
        return tuple(to_model(item, MatchNote) for item in items)

    def text(self, number: str, name: str) -> str | None:
        """A long text that lies beside the file."""
        return self.texts(number).get(name)

    def texts(self, number: str) -> dict[str, str]:
        """The long texts that lie beside the file, by name."""
        items = self._beside.every(number, keys.TEXT)
        return {keys.name_of_text(one[Attribute.SK.value]["S"]): body_of(one) for one in items}

    def work(self, owner: str | None, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Open records by next target: of one owner, or of all."""
        if owner is None:
            return self._lists.all_open(cursor, limit)
        return self._lists.work_of(owner, cursor, limit)

    def open_in(self, shard: int) -> Iterator[str]:
        """Numbers of the open records of one shard by next target."""
        span = Span(Attribute.ALL_KEY, keys.all_open(shard), Attribute.NEXT_TARGET, index=Index.ALL)
        for item in self._reader.every(span):
            yield keys.number_in(item[Attribute.PK.value]["S"])

    def of_account(self, account: str, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Records of one account, newest first."""
        return self._lists.of_account(account, cursor, limit)

    def newest_of(
        self,
        *,
        accounts: Sequence[str] = (),
        contacts: Sequence[str] = (),
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[str]:
        """Numbers of the records of accounts and of contacts, newest first."""
        return self._lists.newest_of(accounts, contacts, cursor, limit)

    def overdue(self, shard: int, before: Instant) -> Iterator[tuple[str, Instant]]:
        """Numbers and wake instants of one due shard, earliest first."""
        span = Span(Attribute.DUE_SHARD, keys.due_shard(shard), Attribute.WAKE_AT, index=Index.DUE)
        for item in self._reader.every(span, below=before):
            yield (
                keys.number_in(item[Attribute.PK.value]["S"]),
                number_of(item, Attribute.WAKE_AT.value),
            )

    def _landed(self, commit: Commit) -> bool:
        """Whether this very commit was written, and only its answer lost."""
        place = key(keys.record(commit.file.number), keys.event(commit.entry.revision))
        event = self._reader.one(place)
        return event is not None and event.get(WRITTEN_BY) == {"S": commit.token}

    def _put(self, item: Item, expected_version: int) -> None:
        self._dynamo.put_item(
            TableName=self._table,
            Item=item,
            ConditionExpression="#v = :v",
            ExpressionAttributeNames={"#v": "version"},
            ExpressionAttributeValues={":v": {"N": str(expected_version)}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
