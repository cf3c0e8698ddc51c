"""Routes: what is done with an entitlement, beyond changing its keys."""

from typing import Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict

from functions.api.desk import caller_of, new_router, world_of
from functions.api.directory_answers import told_document
from functions.api.directory_examples import RENEWAL
from functions.api.etag import etag
from functions.api.replies import json_response
from functions.api.resources import ENTITLEMENT, told_shape
from functions.api.shapes import Asked
from shared.domain.written import Count, Day, Id, Words
from shared.workflows.renew_entitlement import renew_entitlement

router = new_router()
_TOLD: Any = told_shape(ENTITLEMENT)


class Renewal(Asked):
    """The next term; left out, it begins when this one ends and is as long."""

    start_date: Day | None = None
    end_date: Day | None = None
    name: Words | None = None
    contract: Id | None = None
    line: Id | None = None
    cases_per_entitlement: Count | None = None

    model_config = ConfigDict(json_schema_extra={"example": RENEWAL})


@router.post(
    "/entitlements/<identifier>/renew",
    status_code=201,
    tags=["Directory"],
    operation_id="renewEntitlement",
    summary="Renew an entitlement",
)
def renew(identifier: str, body: Renewal) -> Response[_TOLD]:
    """Make the entitlement of the next term, linked to this one; there is never more than one."""
    world, caller = world_of(router), caller_of(router)
    held = renew_entitlement(
        world,
        unquote(identifier),
        caller,
        start=body.start_date,
        end=body.end_date,
        changes=_given(body),
    )
    return json_response(
        told_document(world, ENTITLEMENT, _TOLD, held, caller),
        status=201,
        headers={
            "location": f"/entitlements/{quote(held.id, safe='')}",
            "etag": etag(held.edition),
        },
    )


def _given(body: BaseModel) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True, exclude={"start_date", "end_date"})
