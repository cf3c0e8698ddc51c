"""Routes: what somebody has to do, who gives it to them, and that it is done."""

from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.etag import etag, expected_revision
from functions.api.numbers import read_number
from functions.api.paging import page_of
from functions.api.parameters import Cursor, IdempotencyKey, IfMatch, Name
from functions.api.replies import json_response
from functions.api.shapes import Nothing
from functions.api.task_shapes import NewTask, TaskChange
from shared.domain.task import Task
from shared.domain.task_wish import TaskWish
from shared.workflows.alter_task import TaskVerb, add_task, alter_task
from shared.workflows.list_tasks import case_tasks, open_tasks

router = new_router()
_TAGS = ["Tasks"]


@router.get(
    "/cases/<number>/tasks",
    tags=_TAGS,
    operation_id="listTasks",
    summary="List the tasks of a record",
)
def list_of_case(
    number: str,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> Response[answers.TaskPage]:
    """List the tasks of a record, open and done, oldest first."""
    found = case_tasks(world_of(router), read_number(number))
    page, following = page_of(found, cursor, limit)
    told = [present.task(one) for one in page]
    return json_response(answers.TaskPage(items=told, next=following))


@router.get("/me/tasks", tags=_TAGS, operation_id="listMyTasks", summary="List what you have to do")
def list_mine(
    queue: Name = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.TaskPage]:
    """List your open tasks, or those of a queue, by the instant at which they are due."""
    holder = f"queue:{queue}" if queue else f"user:{caller_of(router).name}"
    page = open_tasks(world_of(router), holder, cursor, limit)
    told = [present.task(one) for one in page.items]
    return json_response(answers.TaskPage(items=told, next=page.cursor))


@router.post(
    "/cases/<number>/tasks",
    status_code=201,
    tags=_TAGS,
    operation_id="addTask",
    summary="Give somebody a task",
)
def add(
    number: str, body: NewTask, idempotency_key: IdempotencyKey = None
) -> Response[answers.Task]:
    """Give a user or a queue a task on a record; without either it is yours."""
    wish = TaskWish(**body.model_dump())
    once = repeat(router, body)
    made = add_task(world_of(router), read_number(number), wish, caller_of(router), once)
    return _told(made, 201)


@router.patch(
    "/cases/<number>/tasks/<task>", tags=_TAGS, operation_id="changeTask", summary="Change a task"
)
def change(
    number: str, task: str, body: TaskChange, if_match: IfMatch = None
) -> Response[answers.Task]:
    """Say anew what is to be done, by whom, until when; `If-Match` names the task's ETag."""
    given = body.model_dump(exclude_unset=True)
    never_due = "due_at" in given and given["due_at"] is None
    edition = expected_revision(if_match)
    wish = TaskWish(**given, id=unquote(task), never_due=never_due, edition=edition)
    return _altered(number, "change_task", wish)


@router.post(
    "/cases/<number>/tasks/<task>/done",
    tags=_TAGS,
    operation_id="finishTask",
    summary="Say that a task is done",
)
def finish(number: str, task: str, body: Nothing) -> Response[answers.Task]:
    """Say that a task is done; one that is done already stays as it is."""
    return _altered(number, "finish_task", TaskWish(id=unquote(task)))


@router.post(
    "/cases/<number>/tasks/<task>/reopen",
    tags=_TAGS,
    operation_id="reopenTask",
    summary="Say that a task is to be done after all",
)
def reopen(number: str, task: str, body: Nothing) -> Response[answers.Task]:
    """Say that a task is to be done after all; one that is open stays as it is."""
    return _altered(number, "reopen_task", TaskWish(id=unquote(task)))


def _altered(number: str, verb: TaskVerb, wish: TaskWish) -> Response[answers.Task]:
    return _told(alter_task(world_of(router), read_number(number), verb, wish, caller_of(router)))


def _told(task: Task, status: int = 200) -> Response[answers.Task]:
    told = present.task(task)
    return json_response(told, status=status, headers={"etag": etag(task.edition)})
