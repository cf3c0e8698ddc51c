"""Bulk jobs: one piece of work over many items, cut into chunks that may be done twice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.history import Caller
from shared.domain.value import Frozen

JobKind: TypeAlias = Literal["recompute", "refresh", "notices", "resets", "references"]
JobStatus: TypeAlias = Literal["planned", "running", "cancelling", "cancelled", "done", "failed"]
Outcome: TypeAlias = Literal["changed", "unchanged", "failed"]
Step: TypeAlias = Literal["list", "work", "end"]
"""What a runner does next: list more items, work on chunks, or nothing at all."""

CHUNK_ITEMS = 25
"""Items of one chunk: what is done anew, to no effect, after a crash."""

_ENDED = ("cancelled", "done", "failed")
_DOORS: Mapping[str, Literal["api", "cli", "timer"]] = {"api": "api", "cli": "cli"}


class Listing(Frozen):
    """One part of the items, as one writer listed it; `token` is how its chunks are known."""

    token: str
    items: int
    chunks: int


class Place(Frozen):
    """Where a chunk lies."""

    token: str
    chunk: int


class Failure(Frozen):
    """An item that could not be changed, and why."""

    item: str
    message: str


class ChunkReport(Frozen):
    """What became of the items of a chunk; of several runners the first one's counts."""

    place: Place
    changed: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()


class Counts(Frozen):
    """How many items were listed, and what became of them."""

    items: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0

    @property
    def finished(self) -> int:
        """Items that somebody has worked on."""
        return self.changed + self.unchanged + self.failed


class Cancellation(Frozen):
    """Who asked for a job to stop, through which door, and when."""

    who: str
    door: str
    at: Instant


class Job(Frozen):
    """One job: what is to be done, who wants it, and how far its listing is.

    `version` is its lock. `counts` are kept when it ends; while it runs, its reports tell them.
    """

    id: str
    kind: JobKind
    parameters: dict[str, str] = Field(default_factory=dict)
    reason: str | None = None
    who: str
    door: str
    roles: tuple[str, ...] = ()
    at: Instant
    status: JobStatus = "planned"
    listings: tuple[Listing, ...] = ()
    counts: Counts | None = None
    cancelled: Cancellation | None = None
    ended_at: Instant | None = None
    why: str | None = None
    version: int = 1

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _ENDED

    @property
    def items(self) -> int:
        """How many items were listed so far."""
        return sum(listing.items for listing in self.listings)

    @property
    def caller(self) -> Caller:
        """In whose name its items are changed."""
        return Caller(name=self.who, door=_DOORS.get(self.door, "timer"), roles=self.roles)

    def places(self) -> Iterator[Place]:
        """Every chunk, in the order of listing."""
        for listing in self.listings:
            for chunk in range(listing.chunks):
                yield Place(token=listing.token, chunk=chunk)

    def receipt_of(self, item: str) -> str:
        """The key under which this job's change of an item is remembered, for ever the same."""
        return f"job:{self.id}:{item}"


def counts_of(job: Job, reports: Iterable[ChunkReport]) -> Counts:
    """What the reports of a job come to."""
    changed = unchanged = failed = 0
    for report in reports:
        changed += report.changed
        unchanged += report.unchanged
        failed += len(report.failures)
    return Counts(items=job.items, changed=changed, unchanged=unchanged, failed=failed)


def next_step(job: Job, done: set[Place], *, parts: int, passes: int) -> Step:
    """Say what a runner does next.

    All items are listed once, in `parts`, and worked on. What moves while it is listed may be
    missed, so that up to `passes` listings are made, until one of them finds nothing new.
    """
    if job.has_ended or job.status == "cancelling":
        return "end"
    if len(job.listings) % parts or not job.listings:
        return "list"
    if any(place not in done for place in job.places()):
        return "work"
    last = job.listings[-parts:]
    found = sum(listing.items for listing in last)
    return "list" if found and len(job.listings) < parts * passes else "end"


def listing_again(job: Job, *, parts: int) -> bool:
    """Whether the next part to be listed belongs to a pass over what was listed before."""
    return len(job.listings) >= parts
