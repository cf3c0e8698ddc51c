"""Tasks: of one record, or all open ones of a user or a queue."""

from shared.domain.task import Task
from shared.ports import Page
from shared.workflows.show_case import every
from shared.workflows.world import World

MOST = 100


def case_tasks(world: World, number: str) -> tuple[Task, ...]:
    """The tasks of a record, open and done, oldest first; raises Absent."""
    world.records.load(number)
    found = every(lambda cursor: world.records.tasks(number, cursor))
    return tuple(sorted(found, key=lambda task: (task.made_at, task.id)))


def open_tasks(world: World, holder: str, cursor: str | None, limit: int) -> Page[Task]:
    """Open tasks of `user:<name>` or `queue:<name>` by due instant, those without one last."""
    return world.records.open_tasks(holder, cursor, max(1, min(limit, MOST)))
