"""What people are told of bulk jobs."""

from functions.api.answers import Moment, Told
from shared.domain.job import JobKind, JobStatus


class JobMove(Told):
    """One thing that a job would move; instants are UTC text."""

    item: str
    what: str
    before: str | None
    after: str | None


class JobPreview(Told):
    """What a job would do. `items` is at least what there is, exactly that if `complete`."""

    kind: JobKind
    parameters: dict[str, str]
    items: int
    complete: bool
    sample: list[JobMove]


class JobCounts(Told):
    """How many items were listed so far, and what became of them."""

    items: int
    changed: int
    unchanged: int
    failed: int


class JobFailure(Told):
    """An item that could not be changed, and why."""

    item: str
    message: str


class JobCard(Told):
    """One line of a list of jobs; `counts` are there when it has ended."""

    id: str
    kind: JobKind
    parameters: dict[str, str]
    reason: str | None
    status: JobStatus
    cancelled_by: str | None
    cancelled_at: Moment | None
    asked_by: str
    asked_at: Moment
    ended_at: Moment | None
    why: str | None
    counts: JobCounts | None


class JobPage(Told):
    """Jobs, newest first."""

    items: list[JobCard]
    next: str | None


class Job(Told):
    """A job as far as it is: its counts, and its first failures with their reasons."""

    id: str
    kind: JobKind
    parameters: dict[str, str]
    reason: str | None
    status: JobStatus
    cancelled_by: str | None
    cancelled_at: Moment | None
    asked_by: str
    asked_at: Moment
    ended_at: Moment | None
    why: str | None
    counts: JobCounts
    failures: list[JobFailure]
