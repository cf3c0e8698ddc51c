"""What Amazon calls with notifications of mail that has come."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.email_to_case.answer import answer_mails
from shared import wiring
from shared.telemetry import observed

mail_world = wiring.mail_world()


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take a batch of mails in; those that fail come back later."""
    return answer_mails(event, mail_world, context.get_remaining_time_in_millis)
