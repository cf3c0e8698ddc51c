"""Route: how far the set-up of entitlement management is."""

from typing import Literal

from aws_lambda_powertools.event_handler import Response

from functions.api.answers import Told
from functions.api.desk import new_router, world_of
from functions.api.replies import json_response
from shared.workflows.check_setup import check_setup

router = new_router()


class ChecklistStep(Told):
    """One step: what was found, and the command that does it, if there is one yet."""

    id: str
    title: str
    state: Literal["done", "not_done", "not_used"]
    found: str
    command: str | None


class Checklist(Told):
    """Every step in the order in which one sets things up."""

    steps: list[ChecklistStep]
    done: int
    not_done: int
    not_used: int


EXAMPLES = {
    "Checklist": {
        "steps": [
            {
                "id": "lookup-filters",
                "title": "Lookup filters for entitlements",
                "state": "done",
                "found": "people may pick entitlements that are: active, same account",
                "command": "milepost apply DIR",
            }
        ],
        "done": 1,
        "not_done": 0,
        "not_used": 0,
    }
}


@router.get(
    "/checklist",
    tags=["Set-up"],
    operation_id="showChecklist",
    summary="Say how far the set-up is",
)
def show_checklist() -> Response[Checklist]:
    """Look at the deployment and judge every step of its set-up."""
    steps = [
        ChecklistStep.model_validate(step.model_dump()) for step in check_setup(world_of(router))
    ]
    counts = {
        state: sum(step.state == state for step in steps)
        for state in ("done", "not_done", "not_used")
    }
    return json_response(Checklist(steps=steps, **counts))
