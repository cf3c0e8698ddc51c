"""A job run to its end in this process, in lanes side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from shared.domain.job import Job
from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.work_lane import Told, silence, work_lane
from shared.workflows.world import World

LANES = 4


def run_job(
    world: World,
    identifier: str,
    *,
    lanes: int = LANES,
    tell: Told = silence,
    listed: Callable[[Job], None] | None = None,
) -> Job:
    """Go on with a job until it ends; killed, it goes on where it was when it is run again.

    `listed` is told whenever there is more to be worked on. Raises Absent, Unavailable.
    """
    stopped = Event()

    def lane(place: int) -> None:
        work_lane(world, identifier, place, lanes, lambda: not stopped.is_set(), tell)

    while advance_job(world, identifier) != "end":
        if listed is not None:
            listed(world.jobs.load(identifier))
        with ThreadPoolExecutor(max_workers=lanes, thread_name_prefix="lane") as pool:
            working = [pool.submit(lane, place) for place in range(lanes)]
            try:
                for each in working:
                    each.result()
            finally:
                # a lane that failed, or a person who interrupts, ends the others at their next chunk
                stopped.set()
        stopped.clear()
    return world.jobs.load(identifier)
