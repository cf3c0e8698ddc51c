"""What Amazon calls with calls to the world outside; it can do nothing else, and read no record."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.call_out.answer import answer_calls
from shared import wiring
from shared.telemetry import observed

world = wiring.call_world()


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Make a batch of calls; those whose report is not taken come back later."""
    return answer_calls(event, world, context.get_remaining_time_in_millis)
