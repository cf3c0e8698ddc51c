"""Routes: the life of a case that does not exist, under a version or a draft; nothing is written."""

from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers
from functions.api.desk import new_router, world_of
from functions.api.replies import json_response
from functions.api.shapes import DraftSimulation
from functions.api.shapes import Simulation as Hypothesis

if TYPE_CHECKING:
    from shared.workflows.simulate_case import Simulation

router = new_router()
_TAGS = ["Simulation"]

Picture = Annotated[bool, Query(description="Draw it too, as SVG.")]


@router.post(
    "/processes/<name>/versions/<version>/simulate",
    tags=_TAGS,
    operation_id="simulateVersion",
    summary="Simulate a case under a published version",
)
def simulate_version(
    name: str, version: str, body: Hypothesis, picture: Picture = False
) -> Response[answers.Simulated]:
    """Play a hypothetical case under a version, by its number or as `default`; nothing is written."""
    from shared.workflows import simulate_case  # noqa: PLC0415 - few requests need it

    simulation = simulate_case.under_version(
        world_of(router), unquote(name), unquote(version), body.model_dump(exclude_unset=True)
    )
    return _answer(simulation, picture=picture)


@router.post(
    "/simulate",
    tags=_TAGS,
    operation_id="simulateDraft",
    summary="Simulate a case under a process that is being written",
)
def simulate_draft(body: DraftSimulation, picture: Picture = False) -> Response[answers.Simulated]:
    """Play a hypothetical case under a whole process document; nothing is written."""
    from shared.workflows import simulate_case  # noqa: PLC0415 - few requests need it

    simulation = simulate_case.under_draft(world_of(router), body.model_dump(exclude_unset=True))
    return _answer(simulation, picture=picture)


def _answer(simulation: "Simulation", *, picture: bool) -> Response[answers.Simulated]:
    from functions.api.simulated import simulated  # noqa: PLC0415 - few requests need it

    return json_response(simulated(simulation, picture=picture))
