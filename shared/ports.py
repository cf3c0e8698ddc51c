"""What the workflows need of the world, as protocols; adapters and fakes pass one contract suite."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.allowance import LedgerEntry, Moving, Standing
from shared.domain.asset import Asset
from shared.domain.audit import AuditEntry
from shared.domain.call import Call, CallReport
from shared.domain.case_file import CaseFile, RecordType
from shared.domain.contact import Contact
from shared.domain.coverage import AccountCoverage
from shared.domain.decision import MilestoneFacts
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument
from shared.domain.history import (
    AllowanceMove,
    Card,
    Comment,
    HistoryEntry,
    LogEntry,
    MatchNote,
    Receipt,
    WakeSource,
)
from shared.domain.mail.ties import Ties
from shared.domain.matching import Draft, Findings
from shared.domain.task import Task

if TYPE_CHECKING:  # what few doors need is imported by those alone
    from shared.domain.announcement import Announcement
    from shared.domain.attached import Attached
    from shared.domain.ending_notice import EndingNotice
    from shared.domain.job import ChunkReport, Job, Place
    from shared.domain.mail.kept import KeptMail, Quarantined
    from shared.domain.mail_state import MailState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `cursor` is opaque and None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything that one engine-visible change writes, in one transaction.

    `file` already carries its new version and revision; `expected_version` None means that the
    record must not exist yet. `token` is the ClientRequestToken: the same for a retry of the same
    payload, new for one that was decided anew.
    """

    file: CaseFile
    card: Card
    wake_at: Instant | None
    is_open: bool
    expected_version: int | None
    entry: HistoryEntry
    token: str
    comment: Comment | None = None
    receipt: Receipt | None = None
    allowances: tuple[AllowanceMove, ...] = ()
    match_note: MatchNote | None = None
    past: tuple[MilestoneFacts, ...] = ()
    tasks: tuple[Task, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The answer of round one: which configuration rules, and who the sender may be.

    The documents behind the findings come along, by id, for related fields (K5).
    """

    configuration_revision: int
    findings: Findings
    accounts: Mapping[str, Account] = field(default_factory=dict)
    entitlements: Mapping[str, Entitlement] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)


class RecordStore(Protocol):
    """Case files and what lies beside them."""

    def load(self, number: str) -> CaseFile:
        """Read strongly consistent; raises Absent."""
        ...

    def load_many(self, numbers: Sequence[str]) -> tuple[CaseFile, ...]:
        """Read many a little late, in no order, without those that do not exist."""
        ...

    def commit(self, commit: Commit) -> None:
        """Write all in one transaction.

        Raises Conflict, NumberTaken, BalanceMoved, AlreadyDone, Unavailable (nothing happened) or
        UnknownOutcome (it may have).
        """
        ...

    def save(
        self,
        file: CaseFile,
        card: Card,
        wake_at: Instant | None,
        is_open: bool,
        expected_version: int,
    ) -> None:
        """Bookkeeping: a plain conditional put; raises Conflict, Unavailable, UnknownOutcome."""
        ...

    def log(self, entries: Sequence[LogEntry]) -> None:
        """Keep what became of effects; the same effect and attempt overwrites itself.

        A record is found by the ids of its mails that were sent, as by `MailStore.remember`.
        """
        ...

    def receipt(self, key: str, now: Instant) -> Receipt | None:
        """The receipt of an earlier request, unless it has expired."""
        ...

    def history(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[HistoryEntry]:
        """History by revision, oldest first."""
        ...

    def comments(self, number: str, cursor: str | None = None, limit: int = 100) -> Page[Comment]:
        """Comments, oldest first."""
        ...

    def comment(self, number: str, order: int) -> Comment:
        """One comment, read strongly consistent; raises Absent."""
        ...

    def action_log(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[LogEntry]:
        """Outcomes of effects, by due instant."""
        ...

    def parked(self, cursor: str | None = None, limit: int = 50) -> Page[LogEntry]:
        """Outcomes of effects that were given up, longest first, without the effects themselves."""
        ...

    def past(
        self, number: str, cursor: str | None = None, limit: int = 100
    ) -> Page[MilestoneFacts]:
        """Ended occurrences that left the case file."""
        ...

    def tasks(self, number: str, cursor: str | None = None, limit: int = 100) -> Page[Task]:
        """Tasks of a record, open and done."""
        ...

    def task(self, number: str, identifier: str) -> Task:
        """One task, read strongly consistent; raises Absent."""
        ...

    def open_tasks(self, holder: str, cursor: str | None = None, limit: int = 50) -> Page[Task]:
        """Open tasks of `user:<name>` or `queue:<name>` by due instant, those without one last."""
        ...

    def match_notes(self, number: str) -> tuple[MatchNote, ...]:
        """Matching decisions of a record, oldest first."""
        ...

    def text(self, number: str, name: str) -> str | None:
        """A long text that lies beside the file, such as `description`."""
        ...

    def texts(self, number: str) -> Mapping[str, str]:
        """All of them, by name."""
        ...

    def work(self, owner: str | None, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Open records by next target: of one owner (`user:<name>` or `queue:<name>`), or all."""
        ...

    def open_in(self, shard: int) -> Iterator[str]:
        """Numbers of the open records of one shard by next target, page after page."""
        ...

    def of_account(self, account: str, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        """Records of one account, newest first."""
        ...

    def newest_of(
        self,
        *,
        accounts: Sequence[str] = (),
        contacts: Sequence[str] = (),
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[str]:
        """Numbers of the records of accounts and of contacts that have an account, newest first."""
        ...

    def overdue(self, shard: int, before: Instant) -> Iterator[tuple[str, Instant]]:
        """Numbers and wake instants of one due shard with `wake_at` < before, page after page."""
        ...


class Directory(Protocol):
    """Accounts, contacts, assets, contracts, entitlements: who the customers are."""

    def first_look(self, draft: Draft) -> FirstLook:
        """Round one: one BatchGetItem of CONFIG and everything that could name the sender."""
        ...

    def coverage(self, accounts: Sequence[str]) -> tuple[AccountCoverage, ...]:
        """Round two: one Query per account, side by side, in the order given."""
        ...

    def get(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """One document of the directory (account, contact, asset, contract, line, entitlement)."""
        ...

    def read(self, kind: str, identifier: str) -> HeldDocument | None:
        """One document with its edition and authors, read strongly consistent."""
        ...

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
        """Create or replace one document with its audit entry and every copy that hangs on it.

        False if it was the same already; raises Refused for what would lose data (E2) or names
        nothing, StaleRevision if it is not at the edition `expected` (0: it must not be there),
        AlreadyDone if the receipt exists.
        """
        ...

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
        """Take one document away; raises Absent, StaleRevision, Refused naming referrers (E7)."""
        ...

    def list(
        self,
        kind: str,
        *,
        of: tuple[str, str] | None = None,
        beginning: str = "",
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[HeldDocument]:
        """Documents of a kind by name, or those that name the document `of` (kind, id), by id.

        By name: those whose name begins so, whatever its case; what has none goes by its id.
        """
        ...

    def together(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], HeldDocument]:
        """Documents by kind and id, read strongly consistent; those that are not there are left out."""
        ...

    def balances(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Mapping[RecordType, int]]:
        """What is used of allowances by account and entitlement, read strongly consistent."""
        ...

    def changes(
        self, kind: str, identifier: str, cursor: str | None = None, limit: int = 50
    ) -> Page[AuditEntry]:
        """The audit trail of one document, newest first (S4)."""
        ...

    def changes_on(self, day: str, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
        """The audit trail of one day in UTC, such as `2026-03-02`, newest first (S4)."""
        ...

    def lacking_references(self, kind: str, identifier: str) -> int:
        """How many of the things that a document names do not know of it (E7)."""
        ...

    def write_references(self, kind: str, identifier: str) -> int:
        """Let them know of it; answers how many did not. The document itself stays as it is."""
        ...

    def balance(self, account: str, entitlement: str, record_type: RecordType = "case") -> int:
        """How much of an allowance is used by records of a type, read strongly consistent."""
        ...


class PolicyStore(Protocol):
    """Configuration: immutable items and one pointer."""

    def revision(self) -> int:
        """The configuration in force; 0 when nothing was ever applied."""
        ...

    def documents(self, revision: int) -> tuple[Mapping[str, Any], ...]:
        """Every document of one configuration revision, each {kind, name, version, body}."""
        ...

    def document(self, kind: str, name: str, version: int) -> Mapping[str, Any] | None:
        """The body of one immutable version of a calendar, process or template, also a past one."""
        ...

    def versions(self, kind: str, name: str) -> Mapping[int, Mapping[str, Any]]:
        """Bodies of all immutable versions by number, also of those that were never in force."""
        ...

    def draft(self, name: str) -> HeldDocument | None:
        """The draft of a process, read strongly consistent."""
        ...

    def drafts(self) -> tuple[HeldDocument, ...]:
        """Every draft, by name."""
        ...

    def put_draft(
        self,
        name: str,
        content: Mapping[str, Any] | None,
        *,
        before: HeldDocument | None,
        entry: AuditEntry,
    ) -> None:
        """Replace a draft that still is `before`, or take it away (None), with its audit entry.

        Raises Conflict. The edition of the entry is the draft's next, which never comes back.
        """
        ...

    def publish(
        self,
        documents: Sequence[Mapping[str, Any]],
        *,
        expected_revision: int,
        who: str,
        at: Instant,
        trail: Sequence[AuditEntry] = (),
        also: Sequence[Mapping[str, Any]] = (),
    ) -> int:
        """Write the items of the next revision, then flip the pointer; raises Conflict.

        `trail` counts from the flip on; `also` are versions to keep that are not in force.
        """
        ...


class Ledger(Protocol):
    """Ledgers of allowances; uses and returns join the transactions of their records (E6)."""

    def entries(
        self, account: str, entitlement: str, cursor: str | None = None, limit: int = 100
    ) -> Page[LedgerEntry]:
        """Movements of one allowance, oldest first."""
        ...

    def used_before(
        self, account: str, entitlement: str, at: Instant, record_type: RecordType = "case"
    ) -> int:
        """What the movements of records of a type before an instant come to, read consistently."""
        ...

    def entered(self, account: str, entitlement: str, at: Instant, name: str) -> LedgerEntry | None:
        """The movement that was entered under this name at this instant."""
        ...

    def standing(
        self, account: str, entitlement: str, record_type: RecordType = "case"
    ) -> Standing:
        """How an allowance stands, read strongly consistent."""
        ...

    def enter(
        self,
        account: str,
        entry: LedgerEntry,
        name: str,
        receipt: Receipt | None = None,
        moving: Moving | None = None,
    ) -> bool:
        """Enter a movement under a name and move the balance with it, in one transaction, once.

        False if another movement has that name and instant; raises AlreadyDone (the receipt
        exists), BalanceMoved (it no longer stands as it did), Conflict, Unavailable,
        UnknownOutcome.
        """
        ...


class NoticeStore(Protocol):
    """Notices that entitlements end, so that each is told once."""

    def of_entitlement(self, entitlement: str) -> "tuple[EndingNotice, ...]":
        """Every notice of an entitlement, read strongly consistent."""
        ...

    def keep(self, notice: "EndingNotice", was: "EndingNotice | None") -> None:
        """Write a notice that still is as it was; raises Conflict, Unavailable, UnknownOutcome."""
        ...


class MailStates(Protocol):
    """What is known of mail addresses, looked up in lower case."""

    def of(self, addresses: Sequence[str]) -> "dict[str, MailState]":
        """Those of these addresses that something was said of; a little late."""
        ...

    def mark(self, state: "MailState") -> bool:
        """Keep it unless something later was said; answers whether it was kept. Raises Unavailable."""
        ...


class JobStore(Protocol):
    """Bulk jobs: heads, the chunks that were listed, and what became of them."""

    def create(self, job: "Job", receipt: Receipt | None = None) -> None:
        """Keep a new job; raises AlreadyDone (the receipt exists), NumberTaken, Unavailable."""
        ...

    def load(self, identifier: str) -> "Job":
        """Read strongly consistent; raises Absent."""
        ...

    def save(self, job: "Job", was: "Job") -> None:
        """Replace the head that is still as it was; raises Conflict, Unavailable, UnknownOutcome."""
        ...

    def recent(self, cursor: str | None = None, limit: int = 50) -> "Page[Job]":
        """Jobs without their listings, newest first."""
        ...

    def list_items(self, job: "Job", token: str, chunks: Sequence[Sequence[str]]) -> None:
        """Keep the chunks of a listing, which count once the head names its token."""
        ...

    def chunk(self, identifier: str, place: "Place") -> tuple[str, ...]:
        """The items of a chunk; none once it was forgotten."""
        ...

    def listed(self, job: "Job") -> Iterator[str]:
        """Every item of every listing that counts."""
        ...

    def report(self, job: "Job", report: "ChunkReport") -> None:
        """Keep what became of a chunk, unless somebody has already."""
        ...

    def reports(self, identifier: str) -> "Iterator[ChunkReport]":
        """What became of every chunk so far, read strongly consistent."""
        ...


class Runs(Protocol):
    """What keeps a job going where nobody waits for it."""

    def start(self, identifier: str) -> None:
        """Start a run of the job; another one at work does no harm. Raises Unavailable."""
        ...


class Alarm(Protocol):
    """One-shot schedules."""

    def arm(self, name: str, number: str, at: Instant) -> None:
        """Make the schedule that wakes the record; a taken name is success; raises Unavailable."""
        ...


class WakeQueue(Protocol):
    """The one channel through which a record is looked at."""

    def wake(
        self,
        number: str,
        source: WakeSource,
        due_at: Instant | None,
        *,
        delay_seconds: int = 0,
        report: CallReport | None = None,
    ) -> None:
        """Say "look at this record", at once or after at most 900 s; raises Unavailable."""
        ...

    def wake_many(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        """The same for many, in as few calls as possible; raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """What the other side answered: its status, the beginning of its words, its `Retry-After`."""

    status: int
    detail: str = ""
    retry_after: str | None = None


class DeadLetters(Protocol):
    """Where a message ends that nobody can read, seen by an alarm and redriven by people."""

    def give_up(self, body: str, reason: str) -> None:
        """Keep a message as it came, with the reason beside it; raises Unavailable."""
        ...


class Outgoing(Protocol):
    """The way to web addresses that are not ours."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post once, within three seconds, following nothing.

        Raises Refused for an address that may never be called, Unavailable if there was no answer.
        """
        ...


class Secrets(Protocol):
    """Named secrets, kept where nobody reads them by accident."""

    def present(self, name: str) -> str:
        """The present value alone, never remembered; raises Absent, Unavailable, Misconfigured."""
        ...

    def values(self, name: str) -> tuple[str, ...]:
        """The present value, then the one before it while it is being replaced.

        Raises Absent if there is none, Unavailable.
        """
        ...


class SecretKeeper(Secrets, Protocol):
    """The same for people, who make and replace secrets."""

    def keep(self, name: str, value: str) -> None:
        """Make the secret, or replace its value, which then is the one before.

        Raises Unavailable or Misconfigured.
        """
        ...

    def fresh(self) -> str:
        """A key that nobody has seen, in the form that receivers of webhooks read."""
        ...


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes with a mail."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail, ready to be made into MIME: addresses resolved, words merged."""

    effect: str
    number: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str | None
    cc: tuple[str, ...] = ()
    files: "tuple[OutgoingFile, ...]" = ()
    sender_name: str | None = None
    auto_submitted: str = "auto-generated"
    ties: Ties | None = None


class Postman(Protocol):
    """Outgoing mail."""

    def send(self, mail: OutgoingMail) -> str:
        """Send and answer the message id; raises Refused (never again) or Unavailable (later)."""
        ...


class Calls(Protocol):
    """The way to web addresses outside: the queue of a door that can do nothing else."""

    def call(self, call: Call) -> None:
        """Hand one call over; its report comes back on the wake queue; raises Unavailable."""
        ...


class Bus(Protocol):
    """The event bus on which customers hang what they like."""

    def publish(self, entries: Sequence[HistoryEntry]) -> tuple[int, ...]:
        """Publish; answers the positions that failed."""
        ...

    def announce(self, announcements: "Sequence[Announcement]") -> None:
        """Publish at most ten events that belong to no record; raises Unavailable."""
        ...


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> Instant:
        """The present instant, in whole seconds."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait between two tries of a lost race."""
        ...

    def elapsed(self) -> float:
        """Seconds on a clock that never jumps, for time limits."""
        ...


class Mint(Protocol):
    """Where randomness comes from."""

    def number(self) -> str:
        """A fresh record number (E8)."""
        ...

    def token(self) -> str:
        """A fresh request token."""
        ...

    def jitter(self) -> float:
        """A fraction in [0, 1) for full jitter."""
        ...


class Counters(Protocol):
    """How often something happened in a while."""

    def count(self, name: str, until: Instant) -> int:
        """Count one more under a name, which is forgotten after `until`; answers how many."""
        ...


class MailStore(Counters, Protocol):
    """Mails beside their records, in quarantine, by message id, and how many there were."""

    def keep(self, mail: "KeptMail") -> None:
        """Keep a mail beside its record, unless it is; raises Unavailable, UnknownOutcome."""
        ...

    def remember(self, message_id: str, record: str) -> None:
        """Find the record by the id of a mail that was sent or came in."""
        ...

    def numbers_of(self, message_ids: Sequence[str]) -> Mapping[str, str]:
        """Records by message id; ids that nobody knows are left out."""
        ...

    def mails(self, record: str) -> "tuple[KeptMail, ...]":
        """The mails of a record, oldest first."""
        ...

    def attach(self, record: str, name: str, files: "Sequence[Attached]") -> None:
        """Keep what is known of files that came together; the first of a name stays."""
        ...

    def attached(self, record: str) -> "tuple[Attached, ...]":
        """The files of a record, oldest first."""
        ...

    def quarantine(self, entry: "Quarantined") -> None:
        """Keep what became nothing, once; a released entry leaves the list and stays readable."""
        ...

    def quarantined(self, cursor: str | None = None, limit: int = 50) -> "Page[Quarantined]":
        """What waits in quarantine, longest first, without recipients."""
        ...

    def entry(self, identifier: str) -> "Quarantined":
        """One entry whole; raises Absent."""
        ...


@dataclass(frozen=True, slots=True)
class Address:
    """A web address that opens one file for some seconds; what is put there brings the headers."""

    url: str
    seconds: int
    headers: Mapping[str, str] = field(default_factory=dict)


class Mailbox(Protocol):
    """Stored originals of mail, and the files that were taken out of them."""

    def size(self, key: str) -> int:
        """How many bytes an original has; raises Absent, Unavailable."""
        ...

    def read(self, key: str, most: int) -> bytes:
        """The first `most` bytes of an original; raises Absent, Unavailable."""
        ...

    def arrived(self, folder: str, since: Instant) -> Iterator[tuple[str, Instant]]:
        """Originals of a folder that came since, oldest first; no door may list, only people."""
        ...

    def keep(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file, never to be shown in place; raises Unavailable."""
        ...

    def upload_address(self, key: str, content_type: str, size: int, seconds: int) -> Address:
        """Where somebody may put a file of exactly this size and type; nothing is written."""
        ...

    def download_address(
        self, key: str, name: str, seconds: int, content_type: str = "application/octet-stream"
    ) -> Address:
        """Where somebody may save a file under a name; nothing is read."""
        ...
