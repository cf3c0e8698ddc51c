"""What Amazon calls with requests of our people, customers and partners."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.api.app import answer
from shared import wiring
from shared.names import Door
from shared.telemetry import observed

world = wiring.world(Door.API)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of the API."""
    return answer(event, context, world)
