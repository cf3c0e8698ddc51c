"""SQS as the wake queue: a message says "look at this record", and no more."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.aws import code_of
from shared.business_time.instant import Instant, format_instant
from shared.domain.history import WakeSource
from shared.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_AT_ONCE = 10
_LONGEST_DELAY = 900


class SqsWakes:
    """The WakeQueue on SQS."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def wake(
        self, number: str, source: WakeSource, due_at: Instant | None, *, delay_seconds: int = 0
    ) -> None:
        """Send one wake, after at most 900 s; raises Unavailable."""
        try:
            self._sqs.send_message(
                QueueUrl=self._queue_url,
                MessageBody=_body(number, source, due_at),
                DelaySeconds=min(delay_seconds, _LONGEST_DELAY),
            )
        except ClientError as error:
            raise Unavailable(f"wake a record: {code_of(error)}") from error
        except BotoCoreError as error:
            raise Unavailable(f"wake a record: {type(error).__name__}") from error

    def wake_many(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        """Send wakes by tens; raises Unavailable if any of them was not taken."""
        for start in range(0, len(wakes), _AT_ONCE):
            self._send(wakes[start : start + _AT_ONCE], source)

    def _send(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        try:
            answer = self._sqs.send_message_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {"Id": str(place), "MessageBody": _body(number, source, due_at)}
                    for place, (number, due_at) in enumerate(wakes)
                ],
            )
        except ClientError as error:
            raise Unavailable(f"wake records: {code_of(error)}") from error
        except BotoCoreError as error:
            raise Unavailable(f"wake records: {type(error).__name__}") from error
        if answer.get("Failed"):
            raise Unavailable(f"wake records: {len(answer['Failed'])} messages were not taken")


def _body(number: str, source: WakeSource, due_at: Instant | None) -> str:
    due = None if due_at is None else format_instant(due_at)
    return json.dumps({"case": number, "source": source, "due": due})
