"""The key grammar of the one table, in one place; docs/data-model.md shows it with its costs."""

from datetime import date
from zlib import crc32

from shared.business_time.instant import Instant, format_instant
from shared.domain.history import Card, LogEntry
from shared.domain.task import Task
from shared.names import DUE_SHARDS

FILE = "FILE"
EVENT = "EVENT#"
COMMENT = "COMMENT#"
LOG = "LOG#"
DECISION = "DECISION#"
PAST = "PAST#"
TASK = "TASK#"
TEXT = "TEXT#"
MAIL = "MAIL#"
ATTACHED = "ATTACHED#"
LEDGER = "LEDGER#"

ITEM = "ITEM"
POINTER = "POINTER"
CONFIG = "CONFIG"
DRAFTS = "DRAFTS"
"""Partition of all drafts of processes, which are few."""

HEAD = "HEAD"

MATCHING = "M#"
ACCOUNT_ROW = "M#ACCOUNT"
ENTITLEMENT_ROW = "M#ENTITLEMENT#"
BALANCE_ROW = "M#BALANCE#"

CONTACT_OF = "CONTACT#"
ASSET_OF = "ASSET#"
CONTRACT_OF = "CONTRACT#"
CHILD_OF = "CHILD#"

ABOVE = "above"
"""Attribute: the accounts above the one that an item belongs to."""

NO_TARGET = "9999"

NOTICE = "NOTICE#"
CHUNK = "CHUNK#"
DONE = "DONE#"

AUDIT = "AUDIT#"
REFERRED = "BY#"
VERSION = "V#"

JOBS = "JOBS"
"""Partition of all jobs, in the index of work."""

QUARANTINE = "QUARANTINE"
"""Partition of the mails that wait for somebody, in the index of work."""

PARKED = "PARKED"
"""Partition of everything that was given up, in the index of work."""


def record(number: str) -> str:
    """Partition of a record and everything beside it."""
    return f"CASE#{number}"


def number_in(pk: str) -> str:
    """The record number of a partition."""
    return pk.removeprefix("CASE#")


def event(revision: int) -> str:
    """History sorts by revision."""
    return f"{EVENT}{revision:08}"


def comment(order: int) -> str:
    """Comments sort by the revision that wrote them."""
    return f"{COMMENT}{order:08}"


def log(entry: LogEntry) -> str:
    """Outcomes sort by due instant, news of a mail after its try; a repeat overwrites itself."""
    place = f"{LOG}{entry.due_at:012}#{entry.effect}#{entry.attempts:03}"
    return f"{place}#{entry.news}" if entry.news else place


def parked_sort(entry: LogEntry) -> str:
    """What was given up sorts by when."""
    return f"{format_instant(entry.fired_at)}#{entry.effect}#{entry.attempts:03}"


def task(identifier: str) -> str:
    """A task beside its record."""
    return f"{TASK}{identifier}"


def tasks_of(holder: str) -> str:
    """Partition of the open tasks of `user:<name>` or `queue:<name>`, in the index of work."""
    return f"TASKS#{holder}"


def task_sort(task: Task) -> str:
    """Open tasks sort by due instant, those without one last, then by record."""
    due = NO_TARGET if task.due_at is None else format_instant(task.due_at)
    return f"{due}#{task.number}#{task.id}"


def decision(order: int) -> str:
    """Matching decisions sort by the revision that wrote them."""
    return f"{DECISION}{order:08}"


def past(revision: int) -> str:
    """Ended occurrences sort by the revision that took them out of the file; one item for all."""
    return f"{PAST}{revision:08}"


def text(name: str) -> str:
    """A long text beside the file."""
    return f"{TEXT}{name}"


def name_of_text(sort: str) -> str:
    """The name in such a sort key."""
    return sort.removeprefix(TEXT)


def receipt(key: str) -> str:
    """Partition of the receipt of one request."""
    return f"RECEIPT#{key}"


def shard(number: str) -> int:
    """Which of the shards a record belongs to; stable over all versions of the code."""
    return crc32(number.encode()) % DUE_SHARDS


def due_shard(place: int) -> str:
    """Partition of the due index."""
    return f"DUE#{place}"


def all_open(place: int) -> str:
    """Partition of the list of all open records."""
    return f"OPEN#{place}"


def work_of(owner: str) -> str:
    """Partition of the open records of `user:<name>` or `queue:<name>`."""
    return f"OWNER#{owner}"


def owner_of(card: Card) -> str | None:
    """Whose work a record is: its owner's, else its queue's."""
    if card.owner:
        return f"user:{card.owner}"
    return f"queue:{card.queue}" if card.queue else None


def target_sort(card: Card) -> str:
    """Open records sort by next target, those without one last, then by number."""
    due = NO_TARGET if card.next_target is None else format_instant(card.next_target)
    return f"{due}#{card.number}"


def account(identifier: str) -> str:
    """Partition of an account: its matching range, and its ledger."""
    return f"ACCOUNT#{identifier}"


def contact(identifier: str) -> str:
    """Partition of a contact."""
    return f"CONTACT#{identifier}"


def account_sort(created_at: Instant, number: str) -> str:
    """Records of an account or a contact sort by creation."""
    return f"{format_instant(created_at)}#{number}"


def number_in_sort(sort: str) -> str:
    """The record number at the end of such a sort key."""
    return sort.rpartition("#")[2]


def balance(entitlement: str) -> str:
    """The balance of an allowance, inside the range that matching reads."""
    return f"{BALANCE_ROW}{entitlement}"


def ledger(entitlement: str, at: Instant, record_number: str, revision: int) -> str:
    """Ledger entries sort by entitlement, then instant; one change of a record makes one."""
    return f"{LEDGER}{entitlement}#{at:012}#{record_number}#{revision:08}"


def listed(kind: str) -> str:
    """Partition of all documents of a kind, in the index of work."""
    return f"KIND#{kind}"


def listed_sort(name: str, identifier: str) -> str:
    """Documents sort by name without case, then by id."""
    return f"{spelled(name)}#{identifier}"


def spelled(name: str) -> str:
    """A name as lists have it: without case, and not long."""
    return name.casefold()[:80]


def referred(kind: str, identifier: str) -> str:
    """That a document names the one in whose partition this lies."""
    return f"{REFERRED}{kind}#{identifier}"


def audit(edition: int) -> str:
    """Changes of a document sort by its edition."""
    return f"{AUDIT}{edition:08}"


def audit_day(at: Instant) -> str:
    """Partition of all changes of a day in UTC, in the index of work."""
    return f"{AUDIT}{format_instant(at)[:10]}"


def audit_sort(at: Instant, kind: str, identifier: str, edition: int) -> str:
    """Changes of a day sort by instant."""
    return f"{format_instant(at)}#{kind}#{identifier}#{edition:08}"


def configuration(revision: int) -> str:
    """Partition of all documents of one configuration revision."""
    return f"{CONFIG}#{revision:08}"


def rows_of(token: str) -> str:
    """Prefix of the documents of a configuration revision that one writer has written."""
    return f"ROW#{token}#"


def document(kind: str, name: str) -> str:
    """Partition of the immutable versions of one calendar, process or template."""
    return f"{kind.upper()}#{name}"


def version(number: int) -> str:
    """Sort key of one immutable version."""
    return f"{VERSION}{number:06}"


def notice(end_date: date, days: int) -> str:
    """A notice beside its entitlement: so many days before this end."""
    return f"{NOTICE}{end_date.isoformat()}#{days:05}"


def job(identifier: str) -> str:
    """Partition of a job, its chunks and what became of them."""
    return f"JOB#{identifier}"


def job_sort(at: Instant, identifier: str) -> str:
    """Jobs sort by when they were asked for."""
    return f"{format_instant(at)}#{identifier}"


def chunk(token: str, place: int) -> str:
    """One chunk of a listing."""
    return f"{CHUNK}{token}#{place:06}"


def done(token: str, place: int) -> str:
    """What became of a chunk."""
    return f"{DONE}{token}#{place:06}"


def pointer(kind: str, value: str) -> str:
    """Partition of a look-up: EMAIL#, DOMAIN#, SERIAL#, or a document of the directory."""
    return f"{kind.upper()}#{value}"


def mail(at: Instant, identifier: str) -> str:
    """Mails of a record sort by when they came; one that comes again overwrites itself."""
    return f"{MAIL}{at:012}#{identifier}"


def attached(at: Instant, name: str) -> str:
    """Files of a record that came together."""
    return f"{ATTACHED}{at:012}#{name}"


def message(digest: str) -> str:
    """Partition of the record that a message id belongs to."""
    return f"MESSAGE#{digest}"


def quarantined(identifier: str) -> str:
    """Partition of one mail in quarantine."""
    return f"{QUARANTINE}#{identifier}"


def quarantine_sort(at: Instant, identifier: str) -> str:
    """What waits in quarantine sorts by when it came."""
    return f"{format_instant(at)}#{identifier}"


def mail_state(address: str) -> str:
    """Partition of what is known of one mail address."""
    return f"ADDRESS#{address}"


def counter(digest: str) -> str:
    """Partition of one counter."""
    return f"COUNT#{digest}"
