"""What must leave the house because of a committed decision, recorded before it leaves (A4)."""

from typing import Literal

from shared.business_time.instant import Instant
from shared.domain.value import Frozen


class Recipient(Frozen):
    """Who is told: a role on the record, or a queue, user, role or address by name.

    The name of a `manager` says whose: `user:<name>` or `queue:<name>`; left out, the holder's.
    """

    kind: Literal[
        "owner",
        "contact",
        "account_owner",
        "manager",
        "watchers",
        "queue",
        "user",
        "role",
        "address",
    ]
    name: str | None = None


class Effect(Frozen):
    """One mail or call that is owed; `id` is stable over every retry, to tell a duplicate by.

    A mail has `template` and `to`, a call `target`; a chat may have a template, a webhook `fields`.
    An agent's answer has neither: its words, and to whom they go, are those of `comment`.
    Tries before a redrive are `forgiven`. One that `answers` says so to other machines.
    One that is `or_fallback` goes to the fallback queue if nobody that it is for has an address.
    """

    id: str
    kind: Literal["email", "webhook", "chat"] = "email"
    template: str = ""
    to: tuple[Recipient, ...] = ()
    target: str = ""
    fields: tuple[str, ...] = ()
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    on: Literal["warning", "violation", "success"] | None = None
    due_at: Instant
    made_at: Instant
    void_after: Instant | None = None
    claimed_until: Instant | None = None
    retry_at: Instant | None = None
    attempts: int = 0
    forgiven: int = 0
    answers: bool = False
    or_fallback: bool = False
    comment: int | None = None

    @property
    def tries(self) -> int:
        """Attempts since it was made, or redriven."""
        return self.attempts - self.forgiven
