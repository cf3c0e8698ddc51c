"""What a person asks of a task, and the task that comes of it (A1, S4)."""

from collections.abc import Iterator

from shared.business_time.instant import Instant, format_instant
from shared.domain.configuration import Configuration
from shared.domain.held_document import words_for
from shared.domain.history import Caller
from shared.domain.ownership import check_owner
from shared.domain.task import Task
from shared.domain.value import Frozen, Value
from shared.errors import Fault, Refused, StaleRevision

TASK_VERBS = frozenset({"add_task", "change_task", "finish_task", "reopen_task"})


class TaskWish(Frozen):
    """`id` names a task that is there; of a new one `request` is the key by which it is found again.

    `edition` is the one that was seen; None means any.
    """

    id: str | None = None
    subject: str | None = None
    owner: str | None = None
    queue: str | None = None
    due_at: Instant | None = None
    never_due: bool = False
    edition: int | None = None
    request: str | None = None


def task_of(
    wish: TaskWish,
    number: str,
    order: int,
    configuration: Configuration,
    caller: Caller,
    at: Instant,
) -> Task:
    """A new task; one that names nobody is for whoever makes it. Raises Refused."""
    holder = _holder(wish) if wish.owner or wish.queue else {"owner": caller.name}
    _refuse(holder, configuration)
    return Task(
        number=number,
        id=f"t{order}",
        subject=wish.subject or "",
        owner=holder.get("owner"),
        queue=holder.get("queue"),
        made_at=at,
        made_by=caller.name,
        due_at=wish.due_at,
        request=wish.request,
    )


def changed_task(was: Task, wish: TaskWish, configuration: Configuration) -> Task:
    """The task as it is wished; raises Refused, StaleRevision."""
    refuse_stale(was, wish)
    holder = _holder(wish) if wish.owner or wish.queue else {}
    _refuse(holder, configuration)
    changes: dict[str, object] = {"owner": None, "queue": None, **holder} if holder else {}
    if wish.subject is not None:
        changes["subject"] = wish.subject
    if wish.due_at is not None or wish.never_due:
        changes["due_at"] = wish.due_at
    return _next(was, changes)


def finished_task(was: Task, by: str, at: Instant) -> Task:
    """The task done; one that is done already stays as it is."""
    return _next(was, {"done_at": at, "done_by": by}) if was.is_open else was


def reopened_task(was: Task) -> Task:
    """The task to be done again; one that is open stays as it is."""
    return _next(was, {"done_at": None, "done_by": None})


def refuse_stale(was: Task, wish: TaskWish) -> None:
    """Raise StaleRevision unless the task is as it was seen."""
    if wish.edition is not None and wish.edition != was.edition:
        words = f"is at edition {was.edition}, and {words_for(wish.edition)}"
        raise StaleRevision(f"The task {was.id} of {was.number} {words}.")


def words_of(task: Task | None) -> Value:
    """A task in one line, as the audit entry of its record keeps it."""
    return None if task is None else " · ".join(_parts(task))


def _parts(task: Task) -> Iterator[str]:
    yield task.subject
    yield task.owner or f"queue {task.queue}"
    if task.due_at is not None:
        yield f"due {format_instant(task.due_at)}"
    if task.done_at is not None:
        yield f"done {format_instant(task.done_at)} by {task.done_by}"


def _next(was: Task, changes: dict[str, object]) -> Task:
    task = was.model_copy(update=changes)
    return was if task == was else task.model_copy(update={"edition": was.edition + 1})


def _holder(wish: TaskWish) -> dict[str, str]:
    return {name: value for name, value in (("owner", wish.owner), ("queue", wish.queue)) if value}


def _refuse(holder: dict[str, str], configuration: Configuration) -> None:
    faults = check_owner({**holder}, configuration)
    if faults:
        known = tuple(Fault(one.pointer, _of_task(one), one.code) for one in faults)
        raise Refused("The task cannot be given so.", faults=known)


def _of_task(fault: Fault) -> str:
    return fault.message.replace("A record has", "A task has")
