"""What a person asks to be changed on a record, before anybody has looked whether it may be."""

from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.kept_reply import Reply
from shared.domain.task_wish import TaskWish
from shared.domain.value import Frozen, Value

Verb: TypeAlias = Literal[
    "update",
    "complete_milestone",
    "reopen_milestone",
    "waive",
    "stop",
    "resume",
    "close",
    "reopen",
    "comment",
    "reply",
    "customer_reply",
    "match",
    "accept",
    "watch",
    "unwatch",
    "recompute",
    "refresh",
    "add_task",
    "change_task",
    "finish_task",
    "reopen_task",
]

Reference: TypeAlias = Literal["account", "contact", "asset", "product", "entitlement"]


class Alteration(Frozen):
    """One request for a change; which keys matter depends on the verb.

    `calendars` are those that `recompute` moves to their present revisions; none named is all.
    `fire_past` fires the triggers that are past already when an entitlement is named (R9).
    `message_id` is that of the mail by which a customer replies, `reply` the one that
    goes out; `verified` says whether it is proven who speaks.
    """

    verb: Verb
    fields: dict[str, Value] = Field(default_factory=dict)
    account: str | None = None
    contact: str | None = None
    asset: str | None = None
    product: str | None = None
    entitlement: str | None = None
    clear: tuple[Reference, ...] = ()
    milestone: str | None = None
    calendars: tuple[str, ...] = ()
    completed_at: Instant | None = None
    reason: str | None = None
    until: Instant | None = None
    comment: str | None = None
    public: bool = False
    message_id: str | None = None
    verified: bool = True
    reply: Reply | None = None
    status: str | None = None
    force: bool = False
    fire_past: bool = False
    task: TaskWish | None = None

    @property
    def answers(self) -> bool:
        """Whether the customer is answered: publicly, or by mail."""
        return self.verb in ("comment", "reply") and self.public


class Repeat(Frozen):
    """The idempotency key of a command with the fingerprint of its body."""

    key: str
    fingerprint: str
