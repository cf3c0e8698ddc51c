"""What must leave the house because of a committed decision, recorded before it leaves (A4)."""

from typing import Literal

from shared.business_time.instant import Instant
from shared.domain.value import Frozen


class Recipient(Frozen):
    """Who is told: a role on the record, or a queue, role or address by name."""

    kind: Literal[
        "owner", "contact", "account_owner", "manager", "watchers", "queue", "role", "address"
    ]
    name: str | None = None


class Effect(Frozen):
    """One mail that is owed; `id` is stable over every retry, so that a duplicate can be told."""

    id: str
    kind: Literal["email"] = "email"
    template: str
    to: tuple[Recipient, ...]
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    due_at: Instant
    made_at: Instant
    void_after: Instant | None = None
    claimed_until: Instant | None = None
    retry_at: Instant | None = None
    attempts: int = 0
