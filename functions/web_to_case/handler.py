"""What Amazon calls when a stranger opens or sends the form."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.web_to_case.receive import receive
from shared import wiring
from shared.names import Door
from shared.telemetry import observed

world = wiring.world(Door.WEB_TO_CASE)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of the form."""
    return receive(event, world)
