"""Routes: who one is at the portal, and for whom one may ask."""

from aws_lambda_powertools.event_handler import Response

from functions.api.desk import caller_of, new_router, world_of
from functions.api.permissions import PORTAL, is_allowed
from functions.api.portal import answers
from functions.api.portal.desk import visitor
from functions.api.replies import json_response
from shared.workflows.portal.visitor import accounts_of

router = new_router()
_TAGS = ["Portal"]


@router.get("/portal/me", tags=_TAGS, operation_id="showVisitor", summary="Tell who you are")
def show_me() -> Response[answers.Visitor]:
    """Tell which contact you are, and what you may do."""
    caller, me = caller_of(router), visitor(router)
    told = answers.Visitor(
        name=caller.name,
        contact=me.contact.id,
        full_name=me.contact.name,
        account=me.company,
        delegate=me.contact.delegate,
        roles=list(me.roles),
        permissions=[known.name for known in PORTAL if is_allowed(me.roles, known)],
    )
    return json_response(told)


@router.get(
    "/portal/accounts",
    tags=_TAGS,
    operation_id="listOwnAccounts",
    summary="List the accounts that you may ask for",
)
def list_accounts() -> Response[answers.OwnAccounts]:
    """List your account, and those that your company looks after."""
    me = visitor(router)
    told = [
        answers.OwnAccount(id=one.id, name=one.name, own=one.id == me.company)
        for one in accounts_of(world_of(router), me)
    ]
    return json_response(answers.OwnAccounts(items=told))
