"""What a decision answers: the new case file and everything that follows from it."""

from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.bus_event import BusEvent
from shared.domain.case_file import CaseFile
from shared.domain.milestone import Outcome, Span
from shared.domain.pin import Pin
from shared.domain.task import TaskDue
from shared.domain.value import Frozen, Value

ActionResult: TypeAlias = Literal["fired", "skipped"]
RollUp: TypeAlias = Literal["compliant", "open_violation", "closed_violation"]


class FiredAction(Frozen):
    """One trigger that fired or was skipped; `at` is engine time, never the wake's (M14)."""

    milestone: str
    occurrence: int
    item: int
    position: int
    action: str
    on: Literal["warning", "violation", "success"]
    at: Instant
    due_at: Instant
    result: ActionResult
    reason: str | None = None
    effects: tuple[str, ...] = ()
    updates: dict[str, Value] = Field(default_factory=dict)


class MilestoneFacts(Frozen):
    """The facts of M15 about one occurrence, judged at one instant; durations in seconds.

    `from_entry` and `pauses` (the present one up to that instant) are None in facts that were kept
    before they were noted. `of` is the process that it ran on, where the record has left that (R9).
    """

    milestone: str
    occurrence: int
    item: int
    agreement: Literal["sla", "ola", "none"] = "sla"
    start: Instant
    target: Instant
    outcome: Outcome
    paused: bool
    violated: bool
    violated_at: Instant | None
    completed_at: Instant | None
    ended_at: Instant | None
    ended_because: str | None
    waived: bool
    waived_because: str | None = None
    allowed_seconds: int
    elapsed_seconds: int
    stopped_seconds: int
    actual_elapsed_seconds: int
    remaining_seconds: int
    calendar: str
    calendar_because: Literal["milestone", "process", "record", "entitlement", "org"]
    calendar_version: int | None = None
    from_entry: bool | None = None
    pauses: tuple[Span, ...] | None = None
    of: Pin | None = None


class Milestep(Frozen):
    """One line of the story: what the engine did, at which instant of its own time."""

    at: Instant
    what: Literal[
        "entered",
        "exited",
        "reopened",
        "created",
        "started",
        "completed",
        "violated",
        "cancelled",
        "milestone_reopened",
        "waived",
        "paused",
        "resumed",
        "target_moved",
        "cascade_stopped",
        "task_left_out",
        "pause_overdue",
        "switched",
    ]
    milestone: str | None = None
    occurrence: int | None = None
    because: str | None = None
    target: Instant | None = None


class Decision(Frozen):
    """A new file (version and revision untouched: the committing workflow moves them)."""

    file: CaseFile
    changed: bool
    fired: tuple[FiredAction, ...] = ()
    steps: tuple[Milestep, ...] = ()
    past: tuple[MilestoneFacts, ...] = ()
    tasks: tuple[TaskDue, ...] = ()
    events: tuple[BusEvent, ...] = ()
