"""Work that an action gives to somebody: as the engine orders it, and as it is kept (A1)."""

from shared.business_time.instant import Instant
from shared.domain.effect import Recipient
from shared.domain.value import Frozen


class TaskDue(Frozen):
    """A task that a decision orders; `subject` still has its merge fields, `to` is no name yet."""

    id: str
    subject: str
    to: Recipient
    milestone: str
    occurrence: int
    action: str
    made_at: Instant
    due_at: Instant | None = None


class Task(Frozen):
    """A task beside its record; it has an owner or a queue, and `id` tells it among its record's.

    One that an action has made names its milestone, one of a person `made_by` and, as `request`,
    the key of the request. `edition` moves whenever somebody changes it.
    """

    number: str
    id: str
    subject: str
    owner: str | None = None
    queue: str | None = None
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    made_at: Instant
    made_by: str | None = None
    due_at: Instant | None = None
    done_at: Instant | None = None
    done_by: str | None = None
    edition: int = 1
    request: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None

    @property
    def holder(self) -> str:
        """Whose work it is, as lists of work name it."""
        return f"user:{self.owner}" if self.owner else f"queue:{self.queue}"
