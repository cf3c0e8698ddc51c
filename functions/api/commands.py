"""Routes: what can be done to a record as a whole."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.numbers import read_number
from functions.api.parameters import IdempotencyKey
from functions.api.permissions import CLOSE_ANYWAY, demand
from functions.api.replies import told_case
from functions.api.shapes import Asked, ClockStop, Closing, Nothing, Reason, Reopening
from shared.domain.alteration import Alteration, Verb
from shared.workflows.change_case import change_case

router = new_router()
_TAGS = ["Commands"]


@router.post(
    "/cases/<number>/stop", tags=_TAGS, operation_id="stopClock", summary="Stop the clocks"
)
def stop(
    number: str, body: ClockStop, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Stop the clocks of a record, with a reason (M10)."""
    return _command(number, "stop", body, reason=body.reason, until=body.until)


@router.post(
    "/cases/<number>/resume", tags=_TAGS, operation_id="resumeClock", summary="Let the clocks go on"
)
def resume(
    number: str, body: Nothing, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Let the clocks go on; targets move by the time that was left (M10)."""
    return _command(number, "resume", body)


@router.post(
    "/cases/<number>/close", tags=_TAGS, operation_id="closeCase", summary="Close a record"
)
def close(
    number: str, body: Closing, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Close a record; refused while a milestone that is required to close is open (M11)."""
    if body.force:
        demand(caller_of(router).roles, CLOSE_ANYWAY)
    return _command(number, "close", body, status=body.status, reason=body.reason, force=body.force)


@router.post(
    "/cases/<number>/reopen",
    tags=_TAGS,
    operation_id="reopenCase",
    summary="Reopen a closed record",
)
def reopen(
    number: str, body: Reopening, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Reopen a closed record; its clocks go on as the process says (M11)."""
    return _command(number, "reopen", body, status=body.status, reason=body.reason)


@router.post(
    "/cases/<number>/match",
    tags=_TAGS,
    operation_id="matchCase",
    summary="Look again for an entitlement",
)
def match(
    number: str, body: Nothing, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Look again for the entitlement of a record that has none (R1)."""
    return _command(number, "match", body)


@router.post(
    "/cases/<number>/accept",
    tags=_TAGS,
    operation_id="acceptCase",
    summary="Take a record from its queue",
)
def accept(
    number: str, body: Nothing, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Take a record from its queue (O3)."""
    return _command(number, "accept", body)


@router.post(
    "/cases/<number>/recompute",
    tags=_TAGS,
    operation_id="recomputeCase",
    summary="Recompute targets under the present calendars",
)
def recompute(
    number: str, body: Reason, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Move what is open to the present revisions of its calendars; what has elapsed stays (C7)."""
    return _command(number, "recompute", body, reason=body.reason)


def _command(number: str, verb: Verb, body: Asked, **details: Any) -> Response[answers.Case]:
    view = change_case(
        world_of(router),
        read_number(number),
        Alteration(verb=verb, **details),
        caller_of(router),
        repeat=repeat(router, body),
    )
    return told_case(router, view)
