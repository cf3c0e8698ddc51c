"""SQS as the call queue: the way to the one door that may speak to the world outside."""

from typing import TYPE_CHECKING

from shared.adapters.aws import telling
from shared.domain.call import Call, write_call
from shared.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


class SqsCalls:
    """The Calls on SQS."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def call(self, call: Call) -> None:
        """Send one call; raises Unavailable, also where a door was given no call queue."""
        if not self._queue_url:
            raise Unavailable("hand over a call: this door has no call queue")
        with telling("hand over a call"):
            self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=write_call(call))
