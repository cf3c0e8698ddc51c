"""What happened to a record, as the engine hears it: one change, evaluated as a whole (M1)."""

from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.pin import Pin
from shared.domain.value import Frozen, Value

RecordEvent: TypeAlias = Literal[
    "first_public_reply",
    "public_reply",
    "customer_reply",
    "call_logged",
    "assigned_to_person",
    "owner_changed",
    "escalated",
    "closed",
    "reopened",
]


class Stop(Frozen):
    """A stop by hand: why, by whom, and the instant at which a timer may end it (M10)."""

    reason: str | None = None
    by: str | None = None
    until: Instant | None = None


class Switch(Frozen):
    """Another process in place of the present one, or none (R9); `fire_past` fires late triggers."""

    process: Pin | None
    fire_past: bool = False


class Change(Frozen):
    """One committed change; an empty one is a wake, which only lets due timers run (M14).

    `recompute` pins the record to other revisions of its calendars (C7).
    """

    created: bool = False
    set: dict[str, Value] = Field(default_factory=dict)
    record_events: tuple[RecordEvent, ...] = ()
    complete: str | None = None
    completed_at: Instant | None = None
    reopen_milestone: str | None = None
    waive: str | None = None
    waive_reason: str | None = None
    stop: Stop | None = None
    resume: bool = False
    apply_process: bool = False
    entry_at: Instant | None = None
    force_close: bool = False
    recompute: dict[str, int] | None = None
    switch: Switch | None = None
