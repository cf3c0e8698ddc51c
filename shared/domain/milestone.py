"""One occurrence of a milestone, as the case file keeps it."""

from typing import Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.pin import Pin
from shared.domain.value import Frozen

Outcome: TypeAlias = Literal["open", "scheduled", "completed", "cancelled", "exited"]
Agreement: TypeAlias = Literal["sla", "ola", "none"]
CalendarBecause: TypeAlias = Literal["milestone", "process", "record", "entitlement", "org"]
Span: TypeAlias = tuple[Instant, Instant]


class Milestone(Frozen):
    """Start, target and what happened; durations in seconds of business time.

    `left` is the time that was left when the present (or last) pause began, None once the target
    had passed. `calendar_version` is the revision that the target was computed with (C7), None in
    what was stored before it was kept: then the record's. `done` holds the positions of triggers that fired or were skipped, `pauses` the
    closed ones, `by_exit` tells a completion made by the change that exited (M11). Planned
    triggers are derived from item and target, never stored. `of` is the process that it was made
    under, where the record has left that one (R9): then `item` is a position in that.
    """

    name: str
    n: int
    item: int
    start: Instant
    target: Instant
    allowed: int
    calendar: str
    because: CalendarBecause
    calendar_version: int | None = None
    made_at: Instant
    stay: int = 1
    agreement: Agreement = "sla"
    outcome: Outcome = "open"
    from_entry: bool = False
    completed_at: Instant | None = None
    ended_at: Instant | None = None
    why_ended: str | None = None
    violated_at: Instant | None = None
    waived: str | None = None
    paused_at: Instant | None = None
    left: int | None = None
    held: bool = False
    by_exit: bool = False
    pauses: tuple[Span, ...] = ()
    done: tuple[int, ...] = ()
    of: Pin | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be completed."""
        return self.outcome == "open"

    @property
    def is_alive(self) -> bool:
        """Open, or scheduled for a future start."""
        return self.outcome in ("open", "scheduled")

    @property
    def runs(self) -> bool:
        """Open and neither paused nor waived: its timers count."""
        return self.outcome == "open" and self.paused_at is None and self.waived is None
