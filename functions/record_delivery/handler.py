"""What Amazon calls with news of mails that were sent."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.record_delivery.answer import answer_deliveries
from shared import wiring
from shared.names import Door
from shared.telemetry import observed

world = wiring.world(Door.RECORD_DELIVERY)
unreadable = wiring.unreadable_deliveries()


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take a batch of news in; what failed comes back later."""
    return answer_deliveries(event, world, unreadable, context.get_remaining_time_in_millis)
