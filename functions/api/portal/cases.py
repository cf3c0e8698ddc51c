"""Routes: a customer's own cases, as far as they are told of them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.desk import caller_of, new_router, repeat, repeat_or_request, world_of
from functions.api.numbers import read_number
from functions.api.parameters import Cursor, IdempotencyKey, Name
from functions.api.portal import answers, present
from functions.api.portal.desk import visitor
from functions.api.portal.shapes import NewOwnCase, NewOwnReply
from functions.api.replies import json_response
from shared.workflows.portal.own_cases import list_own_cases, show_own_case
from shared.workflows.portal.write_own_case import Wish, open_own_case, reply_to_own_case

router = new_router()
_TAGS = ["Portal"]


@router.get(
    "/portal/cases",
    tags=_TAGS,
    operation_id="listOwnCases",
    summary="List your cases, newest first",
)
def list_many(
    account: Name = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Response[answers.OwnCasePage]:
    """List what is yours; delegates see their account's, partners those of one that they look after."""
    world, me = world_of(router), visitor(router)
    page = list_own_cases(world, me, account=account, cursor=cursor, limit=limit)
    configuration = world.shelf.current()
    told = [present.card(one, me, configuration) for one in page.items]
    return json_response(answers.OwnCasePage(items=told, next=page.cursor))


@router.post(
    "/portal/cases",
    status_code=201,
    tags=_TAGS,
    operation_id="openOwnCase",
    summary="Open a case of your own",
)
def open_one(
    body: NewOwnCase, idempotency_key: IdempotencyKey = None
) -> Response[answers.OpenedOwnCase]:
    """Open a case; which entitlement covers it is found as everywhere."""
    del idempotency_key  # it is read with the whole request
    given = {**body.fields, **({"priority": body.priority} if body.priority else {})}
    wish = Wish(**body.model_dump(exclude={"priority", "fields"}), fields=given)
    once = repeat_or_request(router, body)
    opened = open_own_case(world_of(router), visitor(router), wish, caller_of(router), once)
    return json_response(
        answers.OpenedOwnCase(number=opened.number, repeated=opened.repeated),
        status=201,
        headers={"location": f"/portal/cases/{opened.number}"},
    )


@router.get(
    "/portal/cases/<number>",
    tags=_TAGS,
    operation_id="showOwnCase",
    summary="Show one of your cases",
)
def show_one(number: str) -> Response[answers.OwnCase]:
    """Show one of your cases: what was promised, and what was said."""
    world, me = world_of(router), visitor(router)
    view = show_own_case(world, me, read_number(number))
    return json_response(present.case(view, me, world.shelf.current()))


@router.post(
    "/portal/cases/<number>/comments",
    status_code=201,
    tags=_TAGS,
    operation_id="replyToOwnCase",
    summary="Write on one of your cases",
)
def reply(
    number: str, body: NewOwnReply, idempotency_key: IdempotencyKey = None
) -> Response[answers.OwnCase]:
    """Write on one of your cases; that opens it again if it was closed or waited for you."""
    del idempotency_key  # it is read with the whole request
    world, me = world_of(router), visitor(router)
    view = reply_to_own_case(
        world, me, read_number(number), body.body, caller_of(router), repeat(router, body)
    )
    return json_response(present.case(view, me, world.shelf.current()), status=201)
