"""What Amazon calls with the table's stream: history goes onto the bus, in order, at least once."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from shared import wiring
from shared.errors import Broken
from shared.names import Door
from shared.telemetry import cascades_stopped, logger, observed
from shared.workflows.publish_history import publish_history

world = wiring.world(Door.PUBLISH_EVENTS)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Publish what the stream brings; it comes again from the first entry that failed."""
    found = wiring.entries_of_stream(event)
    try:
        failed = publish_history(world, [entry for _, entry in found])
    except Broken:
        logger.exception("bus did not answer")
        failed = tuple(range(len(found)))
    steps = [step.what for _, entry in found for step in entry.steps]
    cascades_stopped(steps.count("cascade_stopped"))
    logger.info("history published", published=len(found) - len(failed), failed=len(failed))
    return {"batchItemFailures": [{"itemIdentifier": found[position][0]} for position in failed]}
