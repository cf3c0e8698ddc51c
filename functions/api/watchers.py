"""Routes: watching a record that is not yours."""

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.replies import told_case
from functions.api.shapes import Nothing
from shared.domain.alteration import Alteration, Verb
from shared.workflows.change_case import change_case

router = new_router()
_TAGS = ["Watchers"]
_PATH = "/cases/<number>/watchers/me"


@router.post(_PATH, tags=_TAGS, operation_id="watchCase", summary="Watch a record")
def watch(number: str, body: Nothing) -> Response[answers.Case]:
    """Watch a record: what its process tells watchers will reach you."""
    return _altered(number, "watch")


@router.delete(_PATH, tags=_TAGS, operation_id="unwatchCase", summary="No longer watch a record")
def unwatch(number: str) -> Response[answers.Case]:
    """No longer watch a record; nothing happens if you did not."""
    return _altered(number, "unwatch")


def _altered(number: str, verb: Verb) -> Response[answers.Case]:
    view = change_case(
        world_of(router), read_number(number), Alteration(verb=verb), caller_of(router)
    )
    return told_case(router, view)
