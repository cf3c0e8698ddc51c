"""A job is to stop: what is done stays done, what is left stays as it is."""

from contextlib import suppress

from shared.domain.history import Caller
from shared.domain.job import Cancellation, Job
from shared.errors import IllegalMove, Misconfigured, Unavailable
from shared.workflows.race import until_won
from shared.workflows.world import World


def cancel_job(world: World, identifier: str, caller: Caller) -> Job:
    """Ask whoever runs it to stop before its next chunk; cancelling twice is once.

    Raises Absent, IllegalMove if it has ended otherwise, Busy.
    """
    job = until_won(lambda: _attempt(world, identifier, caller), clock=world.clock, mint=world.mint)
    if job.status == "cancelling":
        # if whoever ran it is gone, somebody has to say that it has ended
        with suppress(Unavailable, Misconfigured):
            world.runs.start(identifier)
    return job


def _attempt(world: World, identifier: str, caller: Caller) -> Job:
    job = world.jobs.load(identifier)
    if job.status in ("cancelling", "cancelled"):
        return job
    if job.has_ended:
        raise IllegalMove(f"The job has ended already: it is {job.status}.")
    asked = Cancellation(who=caller.name, door=caller.door, at=world.clock.now())
    update = {"status": "cancelling", "cancelled": asked, "version": job.version + 1}
    cancelled = job.model_copy(update=update)
    world.jobs.save(cancelled, job)
    return cancelled
