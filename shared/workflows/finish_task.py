"""A task is done: once, by whoever says so first."""

from shared.domain.history import Caller
from shared.domain.task import Task
from shared.workflows.race import until_won
from shared.workflows.world import World


def finish_task(world: World, number: str, identifier: str, caller: Caller) -> Task:
    """Mark the task done; one that is done already stays as it is. Raises Absent, Busy."""

    def attempt() -> Task:
        was = world.records.task(number, identifier)
        if not was.is_open:
            return was
        done = was.model_copy(update={"done_at": world.clock.now(), "done_by": caller.name})
        world.records.change_task(done, was)
        return done

    return until_won(attempt, clock=world.clock, mint=world.mint)
