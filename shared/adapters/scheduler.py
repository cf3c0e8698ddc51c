"""EventBridge Scheduler as the alarm: one-shot schedules that are made once and never touched."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, telling
from shared.business_time.instant import Instant, to_datetime
from shared.domain.wake import Wake, write_wake

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient

_RETRIES = 185
_RETRY_AGE = 86_400


class SchedulerAlarm:
    """The Alarm on EventBridge Scheduler."""

    def __init__(
        self,
        scheduler: "EventBridgeSchedulerClient",
        *,
        group: str,
        role_arn: str,
        queue_arn: str,
        dlq_arn: str,
    ) -> None:
        self._scheduler = scheduler
        self._group = group
        self._role_arn = role_arn
        self._queue_arn = queue_arn
        self._dlq_arn = dlq_arn

    def arm(self, name: str, number: str, at: Instant) -> None:
        """Make the schedule; a taken name is success, every other failure is Unavailable.

        The instant goes into the payload, because context tokens are not substituted everywhere.
        """
        payload = write_wake(Wake(number=number, source="schedule", due_at=at))
        with telling("arm an alarm"):
            try:
                self._scheduler.create_schedule(
                    Name=name,
                    GroupName=self._group,
                    ScheduleExpression=f"at({to_datetime(at):%Y-%m-%dT%H:%M:%S})",
                    ScheduleExpressionTimezone="UTC",
                    FlexibleTimeWindow={"Mode": "OFF"},
                    ActionAfterCompletion="DELETE",
                    Target={
                        "Arn": self._queue_arn,
                        "RoleArn": self._role_arn,
                        "Input": payload,
                        "DeadLetterConfig": {"Arn": self._dlq_arn},
                        "RetryPolicy": {
                            "MaximumRetryAttempts": _RETRIES,
                            "MaximumEventAgeInSeconds": _RETRY_AGE,
                        },
                    },
                )
            except ClientError as error:
                if code_of(error) != "ConflictException":
                    raise
