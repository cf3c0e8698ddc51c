"""Small records and commits, as tests of storage need them: made in one line, whole by default."""

from contextvars import ContextVar
from itertools import count
from secrets import token_hex
from typing import Any

from shared.business_time.instant import Instant, parse_instant
from shared.domain.case_file import CaseFile, RecordType
from shared.domain.change import Change
from shared.domain.history import Card, HistoryEntry
from shared.ports import Commit

NUMBER = "3K7Q9WZDD"
NINE = parse_instant("2026-03-02T09:00:00Z")


RECORD_TYPE: ContextVar[RecordType] = ContextVar("record_type", default="case")
"""The type of records that are made; the suite of the record store runs over both."""

_RUN = token_hex(6)
_tokens = count(1)


def fresh_token() -> str:
    """A request token that no other commit has, in this run or another one."""
    return f"{_RUN}-{next(_tokens)}"


def a_file(number: str = NUMBER, **given: Any) -> CaseFile:
    """A case file; version and revision are 1 unless given."""
    filled = {
        "number": number,
        "version": 1,
        "revision": 1,
        "record_type": RECORD_TYPE.get(),
        "origin": "web",
        "created_at": NINE,
        "changed_at": NINE,
        "fields": {"status": "New", "subject": "Pump is leaking"},
    }
    return CaseFile.model_validate({**filled, **given})


def a_card(number: str = NUMBER, **given: Any) -> Card:
    """The card of an open record of queue Tier 1."""
    filled = {
        "number": number,
        "subject": "Pump is leaking",
        "status": "New",
        "priority": None,
        "owner": None,
        "queue": "Tier 1",
        "account": None,
        "contact": None,
        "entitlement": None,
        "no_entitlement": None,
        "roll_up": "compliant",
        "next_milestone": None,
        "next_target": None,
        "paused": False,
        "created_at": NINE,
        "record_type": RECORD_TYPE.get(),
    }
    return Card.model_validate({**filled, **given})


def an_entry(number: str = NUMBER, revision: int = 1, **given: Any) -> HistoryEntry:
    """History of one change by an agent."""
    filled = {
        "number": number,
        "revision": revision,
        "at": NINE,
        "written_at": NINE,
        "who": "maria",
        "door": "api",
        "verb": "open" if revision == 1 else "change",
        "change": Change(created=revision == 1),
    }
    return HistoryEntry.model_validate({**filled, **given})


def creation(
    number: str = NUMBER,
    *,
    token: str | None = None,
    wake_at: Instant | None = None,
    is_open: bool = True,
    card: dict[str, Any] | None = None,
    file: dict[str, Any] | None = None,
    at: Instant = NINE,
    **along: Any,
) -> Commit:
    """The commit that makes a record."""
    return Commit(
        file=a_file(number, **(file or {})),
        card=a_card(number, **(card or {})),
        wake_at=wake_at,
        is_open=is_open,
        expected_version=None,
        entry=an_entry(number, written_at=at),
        token=token or fresh_token(),
        **along,
    )


def alteration(
    before: CaseFile,
    *,
    token: str | None = None,
    wake_at: Instant | None = None,
    is_open: bool = True,
    card: dict[str, Any] | None = None,
    file: dict[str, Any] | None = None,
    **along: Any,
) -> Commit:
    """The commit that changes a record that was read as `before`."""
    version, revision = before.version + 1, before.revision + 1
    after = before.model_copy(update={"version": version, "revision": revision, **(file or {})})
    return Commit(
        file=after,
        card=a_card(before.number, **(card or {})),
        wake_at=wake_at,
        is_open=is_open,
        expected_version=before.version,
        entry=an_entry(before.number, revision),
        token=token or fresh_token(),
        **along,
    )
