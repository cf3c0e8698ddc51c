"""What the job machine calls until a job has ended, and Amazon once a day."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.jobs.answer import answer
from shared import wiring
from shared.names import Door
from shared.telemetry import observed

world = wiring.world(Door.JOBS)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Do one step of a job, or begin the jobs of the day."""
    return answer(event, world, context.get_remaining_time_in_millis)
