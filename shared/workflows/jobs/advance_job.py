"""A job goes on: what is to be done is listed part by part, until there is work or an end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from shared.domain.job import CHUNK_ITEMS, Job, Listing, Step, counts_of, next_step
from shared.errors import Absent, Conflict, Misconfigured, Refused
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.world import World


def always() -> bool:
    """There is time enough."""
    return True


def advance_job(world: World, identifier: str, has_time: Callable[[], bool] = always) -> Step:
    """List until there is work; end the job when there is none left, or when it was cancelled.

    Answers `work` when chunks wait for lanes, `list` when time ran out, and `end`. Safe any number
    of times, by any number of runners; raises Absent, Unavailable.
    """
    while True:
        job = world.jobs.load(identifier)
        bulk = KINDS[job.kind]
        done = {report.place for report in world.jobs.reports(identifier)}
        step = next_step(job, done, parts=bulk.parts, passes=bulk.passes)
        if job.has_ended or (step == "work" and job.status == "running"):
            return step
        if step == "list" and not has_time():
            return step
        with suppress(Conflict):  # another runner was faster: look again
            _move_on(world, job, step)


def end_job(world: World, job: Job, **how: Any) -> Job:
    """Write that the job has ended, with what it came to; raises Conflict."""
    counts = counts_of(job, world.jobs.reports(job.id))
    return _save(world, job, counts=counts, ended_at=world.clock.now(), **how)


def _move_on(world: World, job: Job, step: Step) -> None:
    if step == "work":
        _save(world, job, status="running")
    elif step == "list":
        _list_part(world, job)
    elif job.status == "cancelling":
        # a lane may still be at its last chunk, so that reports alone tell what it came to
        _save(world, job, status="cancelled", ended_at=world.clock.now())
    else:
        end_job(world, job, status="done")


def _list_part(world: World, job: Job) -> None:
    try:
        found = _found(world, job)
    except (Refused, Absent, Misconfigured) as error:
        end_job(world, job, status="failed", why=error.message)
        return
    chunks = [found[start : start + CHUNK_ITEMS] for start in range(0, len(found), CHUNK_ITEMS)]
    token = world.mint.token()
    world.jobs.list_items(job, token, chunks)
    listing = Listing(token=token, items=len(found), chunks=len(chunks))
    _save(world, job, listings=(*job.listings, listing))


def _found(world: World, job: Job) -> Sequence[str]:
    bulk = KINDS[job.kind]
    bulk.check(world, job.parameters)
    part = len(job.listings) % bulk.parts
    known = set(world.jobs.listed(job))
    return list(dict.fromkeys(_new(known, bulk.found(world, job.parameters, part))))


def _new(known: set[str], pages: Iterator[Sequence[str]]) -> Iterator[str]:
    return (item for page in pages for item in page if item not in known)


def _save(world: World, job: Job, **changes: Any) -> Job:
    moved = job.model_copy(update={**changes, "version": job.version + 1})
    world.jobs.save(moved, job)
    return moved
