"""Route: who the token says one is."""

from functions.api import answers
from functions.api.desk import caller_of, new_router
from functions.api.permissions import PERMISSIONS, is_allowed

router = new_router()


@router.get("/me", tags=["You"], operation_id="showMe", summary="Tell who you are")
def show_me() -> answers.Me:
    """Tell your name, roles and permissions."""
    caller = caller_of(router)
    return answers.Me(
        name=caller.name,
        roles=list(caller.roles),
        permissions=[known.name for known in PERMISSIONS if is_allowed(caller.roles, known)],
    )
