"""SQS as the place where a message ends that nobody can read, with the reason beside it."""

from typing import TYPE_CHECKING

from shared.adapters.aws import telling

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_LONGEST = 200


class SqsDeadLetters:
    """The DeadLetters on one queue."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def give_up(self, body: str, reason: str) -> None:
        """Keep a message as it came; raises Unavailable."""
        with telling("give a message up"):
            self._sqs.send_message(
                QueueUrl=self._queue_url,
                MessageBody=body or "(empty)",
                MessageAttributes={
                    "reason": {"DataType": "String", "StringValue": reason[:_LONGEST] or "unknown"}
                },
            )
