"""What Amazon calls with wakes: "look at this record", from a schedule, the sweep or ourselves."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.milestone_actions.answer import answer_wakes
from shared import wiring
from shared.names import Door
from shared.telemetry import observed

world = wiring.world(Door.MILESTONE_ACTIONS)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a batch of wakes; those that failed come back later."""
    return answer_wakes(event, world, context.get_remaining_time_in_millis)
