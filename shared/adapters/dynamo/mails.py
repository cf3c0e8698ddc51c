"""Mails in the one table: beside their records, in quarantine, by message id, and counted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import get_all
from shared.adapters.dynamo.counters import DynamoCounters
from shared.adapters.dynamo.items import body_of, key, of_model, text, to_model, with_body
from shared.adapters.dynamo.lists import Lists
from shared.adapters.dynamo.message_rows import message_place, message_row
from shared.adapters.dynamo.pages import Reader, Span
from shared.adapters.system import SystemClock
from shared.business_time.instant import Instant
from shared.domain.attached import Attached
from shared.domain.mail.kept import KeptMail, Quarantined
from shared.domain.mail.ties import known_as
from shared.errors import Absent
from shared.names import Attribute
from shared.ports import Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_CLOCK = SystemClock()
_THERE_ALREADY = "ConditionalCheckFailedException"


class DynamoMails:
    """The MailStore on DynamoDB; every write may be repeated."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)
        self._lists = Lists(self._reader)
        self._counters = DynamoCounters(dynamo, table)

    def keep(self, mail: KeptMail) -> None:
        """Keep a mail beside its record, and find the record by its id; the first of a name stays."""
        place = keys.mail(mail.at, mail.name or mail.identifier)
        self._put_new(of_model(keys.record(mail.number), place, mail))
        if mail.message_id:
            self._put_new(message_row(mail.message_id, mail.number))

    def remember(self, message_id: str, record: str) -> None:
        """Find the record by the id of a mail that was sent or came in."""
        self._put(message_row(message_id, record))

    def numbers_of(self, message_ids: Sequence[str]) -> dict[str, str]:
        """Records by message id; ids that nobody knows are left out."""
        places = {one: [message_place(form) for form in known_as(one)] for one in message_ids}
        asked = dict.fromkeys(place for forms in places.values() for place in forms)
        wanted = [key(place, keys.ITEM) for place in asked]
        found = get_all(self._dynamo, self._table, wanted, _CLOCK.pause)
        records = {place: str(body_of(item)) for (place, _), item in found.items()}
        return {
            one: records[place]
            for one, forms in places.items()
            for place in forms
            if place in records
        }

    def mails(self, record: str) -> tuple[KeptMail, ...]:
        """The mails of a record, oldest first."""
        span = Span(Attribute.PK, keys.record(record), Attribute.SK, keys.MAIL)
        return tuple(to_model(item, KeptMail) for item in self._reader.every(span))

    def attach(self, record: str, name: str, files: Sequence[Attached]) -> None:
        """Keep what is known of files that came together; the first of a name stays."""
        told = [one.model_dump(mode="json", exclude_defaults=True) for one in files]
        place = keys.attached(files[0].at, name)
        self._put_new(with_body(keys.record(record), place, told))

    def attached(self, record: str) -> tuple[Attached, ...]:
        """The files of a record, oldest first."""
        span = Span(Attribute.PK, keys.record(record), Attribute.SK, keys.ATTACHED)
        items = self._reader.every(span)
        return tuple(Attached.model_validate(one) for item in items for one in body_of(item))

    def quarantine(self, entry: Quarantined) -> None:
        """Keep what became nothing, once; a released entry leaves the list and stays readable."""
        item = of_model(keys.quarantined(entry.envelope.identifier), keys.ITEM, entry)
        if entry.released_at is None:
            item[Attribute.WORK_KEY.value] = text(keys.QUARANTINE)
            item[Attribute.NEXT_TARGET.value] = text(
                keys.quarantine_sort(entry.at, entry.envelope.identifier)
            )
            short = entry.model_copy(
                update={"envelope": entry.envelope.model_copy(update={"recipients": ()})}
            )
            item[Attribute.CARD.value] = text(short.model_dump_json(exclude_defaults=True))
            self._put_new(item)
        else:
            self._put(item)

    def quarantined(self, cursor: str | None = None, limit: int = 50) -> Page[Quarantined]:
        """What waits in quarantine, longest first, without recipients."""
        return self._lists.told(keys.QUARANTINE, Quarantined, cursor, limit)

    def entry(self, identifier: str) -> Quarantined:
        """One entry whole; raises Absent."""
        item = self._reader.one(key(keys.quarantined(identifier), keys.ITEM))
        if item is None:
            raise Absent(f"There is no mail '{identifier}' in quarantine.")
        return to_model(item, Quarantined)

    def count(self, name: str, until: Instant) -> int:
        """Count one more under a name, which is forgotten after `until`; answers how many."""
        return self._counters.count(name, until)

    def _put_new(self, item: dict[str, dict[str, str]]) -> None:
        """Put what is not there yet: nobody overwrites a mail, or whose it is, with another."""
        with writing("keep a mail"):
            try:
                self._dynamo.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(#pk)",
                    ExpressionAttributeNames={"#pk": Attribute.PK.value},
                )
            except ClientError as error:
                if code_of(error) != _THERE_ALREADY:
                    raise

    def _put(self, item: dict[str, dict[str, str]]) -> None:
        with writing("keep a mail"):
            self._dynamo.put_item(TableName=self._table, Item=item)
