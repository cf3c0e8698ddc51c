"""Routes: what somebody has to do, and that it is done."""

from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.parameters import Cursor, Name
from functions.api.replies import json_response
from functions.api.shapes import Nothing
from shared.workflows.finish_task import finish_task
from shared.workflows.list_tasks import case_tasks, open_tasks

router = new_router()
_TAGS = ["Tasks"]


@router.get(
    "/cases/<number>/tasks",
    tags=_TAGS,
    operation_id="listTasks",
    summary="List the tasks of a record",
)
def list_of_case(number: str) -> Response[answers.TaskPage]:
    """List the tasks of a record, open and done, oldest first."""
    found = case_tasks(world_of(router), read_number(number))
    told = [present.task(one) for one in found]
    return json_response(answers.TaskPage(items=told, next=None))


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
    "/cases/<number>/tasks/<task>/done",
    tags=_TAGS,
    operation_id="finishTask",
    summary="Say that a task is done",
)
def finish(number: str, task: str, body: Nothing) -> Response[answers.Task]:
    """Say that a task is done; one that is done already stays as it is."""
    done = finish_task(world_of(router), read_number(number), unquote(task), caller_of(router))
    return json_response(present.task(done))
