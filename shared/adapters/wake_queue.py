"""SQS as the wake queue: a message says "look at this record", and no more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.adapters.aws import telling
from shared.business_time.instant import Instant
from shared.domain.call import CallReport
from shared.domain.history import WakeSource
from shared.domain.wake import Wake, write_wake
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
        self,
        number: str,
        source: WakeSource,
        due_at: Instant | None,
        *,
        delay_seconds: int = 0,
        report: CallReport | None = None,
    ) -> None:
        """Send one wake, after at most 900 s; raises Unavailable."""
        with telling("wake a record"):
            self._sqs.send_message(
                QueueUrl=self._queue_url,
                MessageBody=write_wake(
                    Wake(number=number, source=source, due_at=due_at, report=report)
                ),
                DelaySeconds=max(0, min(delay_seconds, _LONGEST_DELAY)),
            )

    def wake_many(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        """Send wakes by tens; raises Unavailable if any of them was not taken."""
        for start in range(0, len(wakes), _AT_ONCE):
            self._send(wakes[start : start + _AT_ONCE], source)

    def _send(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        with telling("wake records"):
            answer = self._sqs.send_message_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {
                        "Id": str(place),
                        "MessageBody": write_wake(
                            Wake(number=number, source=source, due_at=due_at)
                        ),
                    }
                    for place, (number, due_at) in enumerate(wakes)
                ],
            )
        if answer.get("Failed"):
            raise Unavailable(f"wake records: {len(answer['Failed'])} messages were not taken")
