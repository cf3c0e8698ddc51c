"""Routes: mail addresses that bounced or whose owners complained."""

from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, world_of
from functions.api.replies import json_response
from shared.workflows.mail_states import clear_mail_state, mail_state

router = new_router()
_TAGS = ["Mail addresses"]
_PATH = "/mail-states/<address>"


@router.get(
    _PATH, tags=_TAGS, operation_id="showMailState", summary="Show what is known of an address"
)
def show(address: str) -> Response[answers.MailState]:
    """Show whether an address takes mail, and since when and why not; 404 if nothing is known."""
    return json_response(present.mail_state(mail_state(world_of(router), unquote(address))))


@router.delete(
    _PATH, tags=_TAGS, operation_id="clearMailState", summary="Let mail go to an address again"
)
def clear(address: str) -> Response[answers.MailState]:
    """Let mail go to an address again that bounced, or whose owner complained."""
    cleared = clear_mail_state(world_of(router), unquote(address), caller_of(router))
    return json_response(present.mail_state(cleared))
