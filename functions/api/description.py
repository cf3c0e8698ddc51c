"""Route: the description of this API, which travels beside the code."""

from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response, content_types

from functions.api.desk import new_router

router = new_router()

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
"""The bundle keeps the committed document at the same place beside `functions/`."""


@router.get(
    "/openapi.json", tags=["Description"], operation_id="describe", summary="Describe this API"
)
def describe() -> Response[Any]:
    """Answer the OpenAPI 3.1 document of this API; needs no sign-in."""
    return Response(
        status_code=200,
        content_type=content_types.APPLICATION_JSON,
        body=_text(),
        headers={"cache-control": "public, max-age=300"},
    )


@cache
def _text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")
