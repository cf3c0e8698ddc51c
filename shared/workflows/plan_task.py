"""What an alteration does to one task of its record: the task goes into the record's own write."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.task import Task
from shared.domain.task_wish import (
    TASK_VERBS,
    TaskWish,
    changed_task,
    finished_task,
    reopened_task,
    task_of,
    words_of,
)
from shared.domain.value import Value
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A task as it is to be, and as it was; `note` tells in the story what was done to it."""

    task: Task
    was: Task | None
    note: str | None = None

    def told(self) -> tuple[dict[str, Value], dict[str, Value]]:
        """What the audit entry keeps of it, before and after (S4)."""
        name = f"tasks.{self.task.id}"
        before = {} if self.was is None else {name: words_of(self.was)}
        return before, {name: words_of(self.task)}


def plan_task(
    world: World,
    file: CaseFile,
    alteration: Alteration,
    configuration: Configuration,
    caller: Caller,
    now: Instant,
) -> TaskPlan | None:
    """The task that the alteration makes or changes; None if none. Raises Absent, Refused, StaleRevision."""
    if alteration.verb not in TASK_VERBS:
        return None
    wish = alteration.task or TaskWish()
    if alteration.verb == "add_task":
        made = task_of(wish, file.number, file.revision + 1, configuration, caller, now)
        return TaskPlan(made, None)
    was = world.records.task(file.number, wish.id or "")
    if alteration.verb == "finish_task":
        task, note = finished_task(was, caller.name, now), f"task done: {was.subject}"
    elif alteration.verb == "reopen_task":
        task, note = reopened_task(was), f"task reopened: {was.subject}"
    else:
        task = changed_task(was, wish, configuration)
        note = f"task changed: {words_of(was)} → {words_of(task)}"
    return None if task == was else TaskPlan(task, was, note)
