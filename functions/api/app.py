"""Every request of the API: admitted, then resolved at the desk or in the back office."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from functions.api import (
    agent_replies,
    attachments,
    cases,
    commands,
    comments,
    description,
    effects,
    mail_states,
    mails,
    matching,
    me,
    milestones,
    simulate,
    tasks,
    timeline,
    watchers,
)
from functions.api.front_desk import admit
from functions.api.permissions import BACK_OFFICE, OPERATIONS, PORTAL
from functions.api.problems import as_answer
from functions.api.resolver import new_resolver
from shared.errors import MilepostError
from shared.telemetry import logger
from shared.workflows.records_of_type import only
from shared.workflows.world import World

app = new_resolver(
    (
        cases,
        milestones,
        commands,
        comments,
        agent_replies,
        attachments,
        mails,
        tasks,
        watchers,
        timeline,
        effects,
        mail_states,
        matching,
        simulate,
        me,
        description,
    )
)


def answer(event: dict[str, Any], context: Any, world: World) -> dict[str, Any]:
    """Answer one request; never raises."""
    try:
        admitted = admit(event)
    except MilepostError as error:
        logger.info("request turned away", kind=error.kind)
        return as_answer(error)
    resolver = _resolver_of(admitted.operation)
    resolver.context.update(
        world=only(world, admitted.record_type) if admitted.record_type else world,
        caller=admitted.caller,
        operation=admitted.operation,
        record_type=admitted.record_type,
    )
    answered = resolver.resolve(admitted.event, context)
    # a 204 has a body of None there, on which local gateways break
    return {**answered, "body": answered.get("body") or ""}


def _resolver_of(operation: str) -> APIGatewayHttpResolver:
    permission = OPERATIONS[operation]
    if permission in PORTAL:
        return portal()
    return back_office() if permission in BACK_OFFICE else app


def portal() -> APIGatewayHttpResolver:
    """The resolver of what customers and partners do."""
    from functions.api.portal.app import app as there  # noqa: PLC0415 - as the back office

    return there


def back_office() -> APIGatewayHttpResolver:
    """The resolver of what managers do now and then."""
    # imported only when it is asked for: agents at the desk do not wait for its many shapes
    from functions.api.back_office import app as back  # noqa: PLC0415

    return back
