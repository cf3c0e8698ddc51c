"""The rows by which a record is found by the ids of its mails."""

import hashlib
from collections.abc import Iterator, Sequence

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, with_body
from shared.domain.history import LogEntry


def message_place(message_id: str) -> str:
    """The partition of an id, whatever a stranger wrote as one."""
    digest = hashlib.sha256(message_id.strip().encode("utf-8", "replace")).hexdigest()
    return keys.message(digest)


def message_row(message_id: str, record: str) -> Item:
    """The row of an id."""
    return with_body(message_place(message_id), keys.ITEM, record)


def rows_of_sent(entries: Sequence[LogEntry]) -> Iterator[Item]:
    """The rows of the mails that went out, once each."""
    ids = {
        identifier: entry.number
        for entry in entries
        if entry.kind == "email" and entry.result == "sent"
        for identifier in (entry.message_id, entry.own_id)
        if identifier
    }
    yield from (message_row(identifier, number) for identifier, number in ids.items())
