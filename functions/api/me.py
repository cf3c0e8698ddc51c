"""Route: who the token says one is."""

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router
from functions.api.permissions import PERMISSIONS, is_allowed
from functions.api.replies import json_response

router = new_router()


@router.get("/me", tags=["You"], operation_id="showMe", summary="Tell who you are")
def show_me() -> Response[answers.Me]:
    """Tell your name, roles and permissions."""
    caller = caller_of(router)
    me = answers.Me(
        name=caller.name,
        roles=list(caller.roles),
        permissions=[
            known.name for known in PERMISSIONS if known.roles and is_allowed(caller.roles, known)
        ],
    )
    return json_response(me)
