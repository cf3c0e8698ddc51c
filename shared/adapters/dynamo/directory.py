"""The directory in DynamoDB: who the customers are, laid out for matching in two rounds (§2)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import get_all
from shared.adapters.dynamo.directory_documents import Documents, place
from shared.adapters.dynamo.directory_lists import DirectoryLists
from shared.adapters.dynamo.directory_rows import (
    Row,
    account_ref,
    asset_ref,
    balance_of,
    contact_ref,
    coverage_of,
    entitlement_ref,
    row_in,
    rows_in,
)
from shared.adapters.dynamo.items import Item, key, place_of
from shared.adapters.dynamo.kept_document import Author, held, is_gone
from shared.adapters.dynamo.pages import Reader, Span
from shared.adapters.dynamo.policy_store import revision_in
from shared.adapters.system import SystemClock
from shared.business_time.instant import Instant
from shared.domain.account import MOST_ANCESTORS, Account
from shared.domain.asset import Asset, serial_key
from shared.domain.audit import AuditEntry
from shared.domain.case_file import RecordType
from shared.domain.contact import Contact, domain_of, email_key
from shared.domain.coverage import AccountCoverage
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument
from shared.domain.history import Receipt
from shared.domain.matching import Draft, Findings
from shared.names import Attribute
from shared.ports import FirstLook, Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from shared.adapters.dynamo.directory_references import References
    from shared.adapters.dynamo.directory_writer import DirectoryWriter

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R")

_CLOCK = SystemClock()


class DynamoDirectory:
    """The Directory on DynamoDB."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        *,
        pause: Callable[[float], None] = _CLOCK.pause,
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._pause = pause
        self._reader = Reader(dynamo, table)
        self._documents = Documents(dynamo, table, self._reader)
        self._lists = DirectoryLists(dynamo, table, self._reader, pause)

    def first_look(self, draft: Draft) -> FirstLook:
        """Round one: one BatchGetItem of the pointer and everything that could name the sender."""
        wanted = _wanted(draft)
        found = get_all(self._dynamo, self._table, list(wanted.values()), self._pause)
        at = {what: found.get(place_of(where)) for what, where in wanted.items()}
        contacts = [*rows_in(at.get("email")), *_own(at.get("contact"))]
        assets = [*rows_in(at.get("serial")), *_own(at.get("asset"))]
        return FirstLook(
            configuration_revision=revision_in(at["config"]),
            findings=Findings(
                by_email=tuple(map(contact_ref, rows_in(at.get("email")))),
                by_domain=tuple(map(account_ref, rows_in(at.get("domain")))),
                by_serial=tuple(map(asset_ref, rows_in(at.get("serial")))),
                account=_first(at.get("account"), account_ref),
                contact=_first(at.get("contact"), contact_ref),
                asset=_first(at.get("asset"), asset_ref),
                entitlement=_first(at.get("entitlement"), entitlement_ref),
            ),
            accounts=_documents(_own(at.get("account")), Account),
            entitlements=_documents(_own(at.get("entitlement")), Entitlement),
            contacts=_documents(contacts, Contact),
            assets=_documents(assets, Asset),
        )

    def coverage(self, accounts: Sequence[str]) -> tuple[AccountCoverage, ...]:
        """Round two: one Query per account, side by side, in the order given."""
        if len(accounts) <= 1:
            found = [self._coverage(account) for account in accounts]
        else:
            found = list(self._pool.map(self._coverage, accounts))
        return tuple(coverage for coverage in found if coverage is not None)

    def get(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """One document of the directory."""
        return self._documents.get(kind, identifier)

    def read(self, kind: str, identifier: str) -> HeldDocument | None:
        """One document with its edition and authors."""
        return held(kind, identifier, self._documents.kept(kind, identifier))

    def put(
        self,
        kind: str,
        identifier: str,
        document: Mapping[str, Any],
        *,
        who: str,
        at: Instant,
        door: str = "cli",
        expected: int | None = None,
        receipt: Receipt | None = None,
    ) -> bool:
        """Create or replace one document with every copy and pointer that hangs on it."""
        return self._writer.put(
            kind, identifier, document, Author(who, at, door), expected=expected, receipt=receipt
        )

    def delete(
        self,
        kind: str,
        identifier: str,
        *,
        who: str,
        at: Instant,
        door: str,
        expected: int | None = None,
    ) -> None:
        """Take one document away with every copy and pointer."""
        self._writer.delete(kind, identifier, Author(who, at, door), expected=expected)

    def list(
        self,
        kind: str,
        *,
        of: tuple[str, str] | None = None,
        beginning: str = "",
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[HeldDocument]:
        """Documents of a kind by name, or those that name the document `of`, by id."""
        if of is None:
            return self._lists.of_kind(kind, beginning, cursor, limit)
        return self._lists.naming(kind, of, cursor, limit)

    def together(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], HeldDocument]:
        """Documents by kind and id, those that are there."""
        return self._lists.together(wanted)

    def balances(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Mapping[RecordType, int]]:
        """What is used of allowances by account and entitlement."""
        return self._lists.balances(wanted)

    def changes(
        self, kind: str, identifier: str, cursor: str | None = None, limit: int = 50
    ) -> Page[AuditEntry]:
        """The audit trail of one document."""
        return self._lists.history(kind, identifier, cursor, limit)

    def changes_on(self, day: str, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
        """The audit trail of one day."""
        return self._lists.changes_on(day, cursor, limit)

    def lacking_references(self, kind: str, identifier: str) -> int:
        """How many rows a document lacks in the partitions of what it names."""
        return self._references.lacking(kind, identifier)

    def write_references(self, kind: str, identifier: str) -> int:
        """Write the rows that it lacks."""
        return self._references.write_anew(kind, identifier)

    def balance(self, account: str, entitlement: str, record_type: RecordType = "case") -> int:
        """How much of an allowance is used."""
        item = self._reader.one(key(keys.account(account), keys.balance(entitlement)))
        return balance_of(item, record_type)

    def _coverage(self, account: str) -> AccountCoverage | None:
        span = Span(Attribute.PK, keys.account(account), Attribute.SK, keys.MATCHING)
        return coverage_of(list(self._reader.every(span)))

    @cached_property
    def _writer(self) -> "DirectoryWriter":
        # imported only where customers are written: intake and timers do not wait for it
        from shared.adapters.dynamo.directory_writer import DirectoryWriter  # noqa: PLC0415

        return DirectoryWriter(self._dynamo, self._table, self._reader, self._pause)

    @cached_property
    def _references(self) -> "References":
        # imported only by the job that looks after them
        from shared.adapters.dynamo.directory_references import References  # noqa: PLC0415

        return References(self._dynamo, self._table, self._documents, self._reader)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=MOST_ANCESTORS + 1, thread_name_prefix="coverage")


def _documents(rows: Sequence[Row], model: type[M]) -> dict[str, M]:
    return {row["document"]["id"]: model(**row["document"]) for row in rows}


def _wanted(draft: Draft) -> dict[str, Item]:
    wanted = {"config": key(keys.CONFIG, keys.POINTER)}
    if draft.email:
        wanted["email"] = key(keys.pointer("email", email_key(draft.email)), keys.ITEM)
        domain = domain_of(draft.email)
        if domain and draft.domain_is_trusted:
            wanted["domain"] = key(keys.pointer("domain", domain), keys.ITEM)
    if draft.serial_number:
        serial = serial_key(draft.serial_number)
        wanted["serial"] = key(keys.pointer("serial", serial), keys.ITEM)
    named = {
        "account": draft.account,
        "contact": draft.contact,
        "asset": draft.asset,
        "entitlement": draft.named_entitlement,
    }
    return wanted | {kind: place(kind, name) for kind, name in named.items() if name}


def _own(item: Item | None) -> Sequence[Row]:
    return () if item is None or is_gone(item) else (row_in(item),)


def _first(item: Item | None, read: Callable[[Row], R]) -> R | None:
    return None if item is None or is_gone(item) else read(row_in(item))
