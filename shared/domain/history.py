"""What is kept beside the case file: history, action log, comments, and the receipt of a request."""

from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.bus_event import BusEvent
from shared.domain.case_file import RecordType
from shared.domain.change import Change
from shared.domain.decision import FiredAction, Milestep
from shared.domain.effect import Effect
from shared.domain.kept_reply import Reply
from shared.domain.value import Frozen, Value

WakeSource: TypeAlias = Literal["schedule", "sweep", "message", "redrive", "call"]
"""Who said "look at this record"; a wake says no more than that."""

LogResult: TypeAlias = Literal[
    "sent",
    "suppressed",
    "failed",
    "parked",
    "redriven",
    "delivered",
    "delayed",
    "bounced",
    "complained",
    "rejected",
]
"""What became of a try; the last five are news of a mail that had been sent."""


class Caller(Frozen):
    """Who acts, through which door; `roles` are Cognito groups or the command line's role.

    `contact` is who a customer or partner is in the directory; nobody else has one (S2).
    """

    name: str
    door: Literal["web", "api", "portal", "email", "cli", "timer"]
    roles: tuple[str, ...] = ()
    contact: str | None = None


class MilestoneMove(Frozen):
    """One occurrence, with the keys that moved; one that was made tells its target in the steps."""

    milestone: str
    occurrence: int
    before: dict[str, Value]
    after: dict[str, Value]


class HistoryEntry(Frozen):
    """One engine-visible change: audit entry and replayable event at once (Q5, S4).

    `at` is engine time, `written_at` the clock's. `before`/`after` hold the fields that moved;
    `values` (first entry only) all fields. `calendars` are the revisions that the record was pinned
    to when it was decided, kept where they came or went (C7). `milestones` tells those that moved,
    before and after. `verb` is what was asked, in the words of the workflow.
    """

    schema_version: int = 1
    number: str
    revision: int
    at: Instant
    written_at: Instant
    who: str
    door: str
    verb: str
    change: Change
    before: dict[str, Value] = Field(default_factory=dict)
    after: dict[str, Value] = Field(default_factory=dict)
    values: dict[str, Value] | None = None
    origin: dict[str, Value] = Field(default_factory=dict)
    steps: tuple[Milestep, ...] = ()
    milestones: tuple[MilestoneMove, ...] = ()
    fired: tuple[FiredAction, ...] = ()
    events: tuple[BusEvent, ...] = ()
    calendars: dict[str, int] | None = None
    source: WakeSource | None = None
    note: str | None = None


class LogEntry(Frozen):
    """What became of one effect (A3); a parked one is kept with it, so that it can be redriven.

    Of a mail `message_id` is the sending service's id, `own_id` the one that we gave it.
    Later news of a mail is an entry of its own, told apart by `news`; it has no tries.
    """

    number: str
    effect: str
    kind: str = "email"
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    due_at: Instant
    fired_at: Instant
    lateness_seconds: int
    result: LogResult
    attempts: int
    source: WakeSource | None = None
    detail: str | None = None
    to: tuple[str, ...] = ()
    message_id: str | None = None
    own_id: str | None = None
    template: str | None = None
    news: str | None = None
    parked: Effect | None = None


class Comment(Frozen):
    """One public answer or internal note; `order` sorts comments of a record.

    `from_customer` says that somebody on the customer's side wrote it, by mail or at the portal;
    `reply` that it went out by mail. One that is not `verified` came to the address of the record,
    and nobody vouches for its sender.
    """

    number: str
    order: int
    at: Instant
    by: str
    door: str
    public: bool
    body: str
    from_customer: bool = False
    verified: bool = True
    reply: Reply | None = None


class Receipt(Frozen):
    """Proof that a request was done; absent once `expires_at` has passed, whatever TTL says."""

    key: str
    number: str
    fingerprint: str
    expires_at: Instant


class AllowanceMove(Frozen):
    """One counted use (or its return) that joins the record's own transaction (E6).

    The move holds only while `used` lies in [at_least, at_most] (None: open on that side).
    `reference` says why something is given back, if it is not for another entitlement.
    """

    account: str
    entitlement: str
    record: str
    kind: Literal["use", "return"]
    amount: int
    at: Instant
    by: str
    at_least: int | None = None
    at_most: int | None = None
    reference: str | None = None
    record_type: RecordType = "case"


class MatchNote(Frozen):
    """The whole matching decision of R7: every candidate with its verdict."""

    number: str
    order: int
    at: Instant
    entitlement: str | None
    process: str | None
    by: str | None
    no_entitlement: str | None
    warnings: tuple[str, ...] = ()
    candidates: dict[str, str] = Field(default_factory=dict)
    account: str | None = None
    because: str | None = None


class Card(Frozen):
    """What lists show of an open record, projected by the indexes; at most 1 KB as JSON."""

    number: str
    subject: str
    status: str | None
    priority: str | None
    owner: str | None
    queue: str | None
    account: str | None
    contact: str | None
    entitlement: str | None
    no_entitlement: str | None
    roll_up: str
    next_milestone: str | None
    next_target: Instant | None
    paused: bool
    created_at: Instant
    warnings: tuple[str, ...] = ()
    record_type: RecordType = "case"
