"""Routes: what can be done to one milestone of a record."""

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.numbers import read_number
from functions.api.parameters import IdempotencyKey
from functions.api.replies import told_case
from functions.api.shapes import Asked, Completion, Reason, Waiver
from shared.domain.alteration import Alteration, Verb
from shared.workflows.change_case import change_case

router = new_router()
_TAGS = ["Milestones"]


@router.post(
    "/cases/<number>/milestones/<milestone>/complete",
    tags=_TAGS,
    operation_id="completeMilestone",
    summary="Complete a milestone",
)
def complete(
    number: str, milestone: str, body: Completion, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Complete the open occurrence of a milestone (M7)."""
    return _command(number, milestone, "complete_milestone", body, completed_at=body.completed_at)


@router.post(
    "/cases/<number>/milestones/<milestone>/reopen",
    tags=_TAGS,
    operation_id="reopenMilestone",
    summary="Reopen a completed milestone",
)
def reopen(
    number: str, milestone: str, body: Reason, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Reopen the last completed occurrence; the time in between counts (M7)."""
    return _command(number, milestone, "reopen_milestone", body, reason=body.reason)


@router.post(
    "/cases/<number>/milestones/<milestone>/waive",
    tags=_TAGS,
    operation_id="waiveMilestone",
    summary="Exempt a milestone from counting",
)
def waive(
    number: str, milestone: str, body: Waiver, idempotency_key: IdempotencyKey = None
) -> Response[answers.Case]:
    """Exempt a milestone from counting, with a reason (M16)."""
    return _command(number, milestone, "waive", body, reason=body.reason)


def _command(
    number: str, milestone: str, verb: Verb, body: Asked, **details: Any
) -> Response[answers.Case]:
    view = change_case(
        world_of(router),
        read_number(number),
        Alteration(verb=verb, milestone=unquote(milestone), **details),
        caller_of(router),
        repeat=repeat(router, body),
    )
    return told_case(router, view)
