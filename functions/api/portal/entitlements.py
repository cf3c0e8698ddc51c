"""Route: what somebody is entitled to."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.desk import new_router, world_of
from functions.api.paging import page_of
from functions.api.parameters import Cursor, Name
from functions.api.portal import answers, present
from functions.api.portal.desk import visitor
from functions.api.replies import json_response
from shared.workflows.portal.own_entitlements import list_own_entitlements

router = new_router()


@router.get(
    "/portal/entitlements",
    tags=["Portal"],
    operation_id="listOwnEntitlements",
    summary="List what you are entitled to",
)
def list_entitlements(
    account: Name = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.OwnEntitlementPage]:
    """List what covers your account, or one that your company looks after."""
    world, me = world_of(router), visitor(router)
    found = list_own_entitlements(world, me, account)
    items, following = page_of(found, cursor, limit)
    hidden = world.shelf.current().declared("case").open_to.hidden_from(me.roles)
    told = [present.entitlement(one, hidden) for one in items]
    return json_response(answers.OwnEntitlementPage(items=told, next=following))
