"""Who stands at the portal's desk."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.api.desk import caller_of, world_of
from shared.domain.visitor import Visitor
from shared.workflows.portal.visitor import visitor_of


def visitor(router: Router) -> Visitor:
    """Look up the contact that the token names; raises Absent."""
    return visitor_of(world_of(router), caller_of(router))
