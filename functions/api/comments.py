"""Routes: public answers and internal notes."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.numbers import read_number
from functions.api.paging import page_of
from functions.api.parameters import Cursor, IdempotencyKey
from functions.api.replies import json_response, told_case
from functions.api.shapes import NewComment
from shared.domain.alteration import Alteration
from shared.workflows.change_case import change_case
from shared.workflows.show_case import show_case

router = new_router()


@router.post(
    "/cases/<number>/comments",
    status_code=201,
    tags=["Comments"],
    operation_id="commentOnCase",
    summary="Comment publicly or internally",
)
def comment(
    number: str,
    body: NewComment,
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.Case]:
    """Comment on a record; the first public comment completes what waits for a first reply (M7)."""
    view = change_case(
        world_of(router),
        read_number(number),
        Alteration(verb="comment", comment=body.body, public=body.public),
        caller_of(router),
        repeat=repeat(router, body),
    )
    return told_case(router, view, status=201)


@router.get(
    "/cases/<number>/comments",
    tags=["Comments"],
    operation_id="listComments",
    summary="List comments",
)
def list_comments(
    number: str,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.CommentPage]:
    """List the comments of a record, oldest first."""
    view = show_case(world_of(router), read_number(number))
    items, following = page_of(view.comments, cursor, limit)
    told = [present.comment(one) for one in items]
    return json_response(answers.CommentPage(items=told, next=following))
