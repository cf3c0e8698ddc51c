"""Route: the story of a record."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.paging import page_of
from functions.api.parameters import Cursor
from functions.api.replies import json_response
from shared.workflows.show_case import case_timeline

router = new_router()


@router.get(
    "/cases/<number>/timeline",
    tags=["Cases"],
    operation_id="showTimeline",
    summary="Tell a record's story",
)
def show_timeline(
    number: str,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Response[answers.TimelinePage]:
    """Tell what happened to a record, who did it, and how late each timer was."""
    roles = caller_of(router).roles
    lines = case_timeline(world_of(router), read_number(number), roles)
    items, following = page_of(lines, cursor, limit)
    told = [present.timeline_line(one) for one in items]
    return json_response(answers.TimelinePage(items=told, next=following))
