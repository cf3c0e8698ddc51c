"""Answers of routes: a body with its status and headers."""

from collections.abc import Mapping
from typing import TypeVar

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.api import answers, present
from functions.api.desk import caller_of, world_of
from functions.api.etag import etag
from shared.domain.case_view import CaseView

T = TypeVar("T", bound=answers.Told)


def json_response(
    body: T, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[T]:
    """Answer with a body that nobody may keep."""
    return Response(
        status_code=status,
        content_type=content_types.APPLICATION_JSON,
        body=body,
        headers={"cache-control": "no-store", **(headers or {})},
    )


def told_case(router: Router, view: CaseView, *, status: int = 200) -> Response[answers.Case]:
    """Answer with a record and its ETag."""
    declared = world_of(router).shelf.current().declared(view.file.record_type)
    told = present.case(view, caller_of(router), declared)
    return json_response(told, status=status, headers={"etag": etag(view.file.revision)})
