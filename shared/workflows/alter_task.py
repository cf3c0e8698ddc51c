"""Make, change, finish or reopen a task: a change of its record, with its own entry in the audit."""

from typing import Literal, TypeAlias

from shared.domain.alteration import Alteration, Repeat
from shared.domain.history import Caller
from shared.domain.task import Task
from shared.domain.task_wish import TaskWish
from shared.workflows.change_case import change_case
from shared.workflows.list_tasks import case_tasks
from shared.workflows.world import World

TaskVerb: TypeAlias = Literal["change_task", "finish_task", "reopen_task"]


def add_task(
    world: World, number: str, wish: TaskWish, caller: Caller, repeat: Repeat | None = None
) -> Task:
    """Make a task once; a repeat of the request answers with the first one's.

    Raises Absent, Refused, StateConflict, Busy.
    """
    request = repeat.key if repeat is not None else world.mint.token()
    asked = wish.model_copy(update={"request": request})
    change_case(world, number, Alteration(verb="add_task", task=asked), caller, repeat=repeat)
    # a key that is used again after it was forgotten makes another task
    return [one for one in case_tasks(world, number) if one.request == request][-1]


def alter_task(
    world: World,
    number: str,
    verb: TaskVerb,
    wish: TaskWish,
    caller: Caller,
) -> Task:
    """Change the task, or say that it is done or is to be done again; raises Absent, Refused, StaleRevision."""
    change_case(world, number, Alteration(verb=verb, task=wish), caller)
    return world.records.task(number, wish.id or "")
