"""A resolver of themes: shapes checked, every error a problem."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestValidationError,
    ResponseValidationError,
)

from functions.api.problems import as_response, faults_of_shape
from functions.api.strict_json import read_json
from shared.errors import Absent, Broken, Fault, MilepostError, Refused
from shared.telemetry import logger

Beside: TypeAlias = Callable[[tuple[Fault, ...]], tuple[Fault, ...]]


def new_resolver(themes: Iterable[Any], beside: Beside | None = None) -> APIGatewayHttpResolver:
    """Make the resolver of modules that each have a `router`.

    `beside` finds more faults where the form of a request has some already.
    """
    app = APIGatewayHttpResolver(
        enable_validation=True,
        response_validation_error_http_code=500,
        json_body_deserializer=read_json,
    )
    for theme in themes:
        app.include_router(theme.router)
    for errors, tell in (
        (MilepostError, tell_error),
        (RequestValidationError, partial(tell_shape, beside=beside)),
        (NotFoundError, tell_nothing_there),
        ([ResponseValidationError, Exception], tell_fault),
    ):
        app.exception_handler(errors)(tell)
    return app


def tell_error(error: MilepostError) -> Response[str]:
    """Answer any error of the tree; what broke inside is written down, not told."""
    if isinstance(error, Broken):
        logger.exception("request failed", kind=error.kind)
    else:
        logger.info("request refused", kind=error.kind, faults=_pointers(error))
    return as_response(error)


def tell_shape(error: RequestValidationError, beside: Beside | None = None) -> Response[str]:
    """Answer a body, query or header that does not have its shape, with every fault."""
    faults = faults_of_shape(error.errors())
    try:
        more = beside(faults) if beside else ()
    except MilepostError as silent:
        logger.warning("names could not be judged", kind=silent.kind)
        more = ()
    words = "The request does not have the form that it must have."
    return tell_error(Refused(words, faults=(*faults, *more)))


def tell_nothing_there(error: NotFoundError) -> Response[str]:
    """Answer an address that the front desk knew and the resolver does not."""
    return tell_error(Absent("There is nothing at this address."))


def tell_fault(error: Exception) -> Response[str]:
    """Answer what nobody expected, without a word about it."""
    logger.exception("request broke")
    return as_response(Broken(str(error)))


def _pointers(error: MilepostError) -> list[str]:
    return [f"{fault.pointer}: {fault.code}" for fault in error.faults]
