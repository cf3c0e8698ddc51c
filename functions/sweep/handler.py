"""What Amazon calls every minute: wake whatever is overdue, whoever lost it."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from shared import wiring
from shared.names import Door
from shared.telemetry import logger, observed, sweep_found
from shared.workflows.sweep_due import sweep_due

world = wiring.world(Door.SWEEP)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Sweep once, and say what was found even if it is nothing: the count is the heartbeat."""
    report = sweep_due(world)
    sweep_found(report.found, report.oldest_seconds)
    logger.info("swept", found=report.found, oldest_seconds=report.oldest_seconds)
