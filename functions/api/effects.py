"""Routes: mails and calls that were given up, and how they go on their way again (A3)."""

from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.parameters import Cursor
from functions.api.replies import json_response
from functions.api.shapes import Nothing
from shared.workflows.redrive_effect import parked_effects, redrive_effect

router = new_router()
_TAGS = ["Effects"]


@router.get(
    "/effects/parked",
    tags=_TAGS,
    operation_id="listParkedEffects",
    summary="List what was given up",
)
def list_parked(
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.EffectPage]:
    """List mails and calls that were given up, longest first."""
    page = parked_effects(world_of(router), cursor, limit)
    told = [present.effect(one) for one in page.items]
    return json_response(answers.EffectPage(items=told, next=page.cursor))


@router.post(
    "/effects/<effect>/redrive",
    tags=_TAGS,
    operation_id="redriveEffect",
    summary="Send what was given up on its way again",
)
def redrive(effect: str, body: Nothing) -> Response[answers.Effect]:
    """Send a parked mail or call on its way again, with the same id and all its tries."""
    number, _, place = unquote(effect).partition(".")
    known = f"{read_number(number)}.{place}"
    done = redrive_effect(world_of(router), known, caller_of(router))
    return json_response(present.effect(done))
