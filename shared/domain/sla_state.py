"""The engine's own memory inside a case file."""

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.change import Stop
from shared.domain.milestone import Milestone, Span
from shared.domain.value import Frozen


class StopState(Frozen):
    """A stop by hand that holds: since when, and what the person said (M10)."""

    since: Instant
    said: Stop


class PauseLimit(Frozen):
    """How long the present pause of a record may last, and whether it was told that it is over."""

    since: Instant
    overdue_at: Instant
    told: bool = False


class SlaState(Frozen):
    """Entry, exit, pauses and milestones of one record; written by the engine alone.

    `pauses` are the closed pauses of the record in its present stay (M4 needs them for milestones
    made late), `paused_at` the one that holds. Ended occurrences leave the file but for the last of
    each type; `violated_before` remembers what the roll-up must not forget. `ran_at` is the instant
    of the last timer that ran: no later change may claim to have come before it. `answered_at` is
    the first public reply, which a process that comes later finds done; `switches` counts the
    processes that were left, so that no two effects have one id (R9).
    """

    applied: bool = False
    ran_at: Instant | None = None
    entered: Instant | None = None
    entry_from: Instant | None = None
    exited: Instant | None = None
    stay: int = 1
    stop: StopState | None = None
    pauses: tuple[Span, ...] = ()
    paused_at: Instant | None = None
    pause_limit: PauseLimit | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    violated_before: bool = False
    answered_at: Instant | None = None
    switches: int = 0
    milestones: tuple[Milestone, ...] = ()
