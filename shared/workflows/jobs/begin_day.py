"""Once a day: jobs that stand still go on."""

from shared.workflows.world import World

STILL_SECONDS = 3_600
_LATEST = 100


def begin_day(world: World) -> tuple[str, ...]:
    """Start every job of late that has not ended an hour after it was asked for; answers which.

    One that is running all the same has two runners then, which does no harm.
    """
    now = world.clock.now()
    still = [
        job.id
        for job in world.jobs.recent(None, _LATEST).items
        if not job.has_ended and job.at < now - STILL_SECONDS
    ]
    for identifier in still:
        world.runs.start(identifier)
    return tuple(still)
