"""What a route finds on its desk: the world, the caller, and the request's own keys."""

from typing import cast

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel

from functions.api.idempotency import repeat_of, repeat_of_request
from functions.api.permissions import CASES, WORK_ORDERS
from shared.domain.alteration import Repeat
from shared.domain.case_file import RecordType
from shared.domain.history import Caller
from shared.workflows.world import World


def new_router() -> Router:
    """Make the router of one theme."""
    return Router()  # type: ignore[no-untyped-call]  # the library leaves it untyped


def world_of(router: Router) -> World:
    """Answer the ports that this process works with."""
    return cast(World, router.context["world"])


def caller_of(router: Router) -> Caller:
    """Answer who asks; only public routes have nobody."""
    return cast(Caller, router.context["caller"])


def record_type_of(router: Router) -> RecordType:
    """Answer which records the address means."""
    return cast(RecordType, router.context["record_type"])


def address_of(router: Router, number: str) -> str:
    """Where a record of the type that is meant is found."""
    return f"{WORK_ORDERS if record_type_of(router) == 'work_order' else CASES}/{number}"


def repeat(router: Router, body: BaseModel) -> Repeat | None:
    """Read the idempotency key of a POST, which covers its address and its body."""
    event = router.current_event
    return repeat_of(
        event.headers.get("idempotency-key"),
        caller_of(router).name,
        router.context["operation"],
        event.path,
        body.model_dump(mode="json"),
    )


def repeat_or_request(router: Router, body: BaseModel) -> Repeat:
    """The same, with a key of its own for a request that brought none."""
    request_id = str(router.current_event["requestContext"].get("requestId", ""))
    return repeat(router, body) or repeat_of_request(request_id, caller_of(router).name)
