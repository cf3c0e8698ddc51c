"""What begins each day's jobs; a day that is missed is made good by the next one."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_sqs as sqs
from constructs import Construct

_OLDEST = Duration.hours(6)
_TRIES = 2


def begin_each_day(
    scope: Construct,
    construct_id: str,
    *,
    hour: int,
    function: lambda_.Function,
    dead: sqs.Queue,
) -> events.Rule:
    """Call the door at this hour, in UTC; the jobs of a day have their names from it, and begin once."""
    function.configure_async_invoke(
        retry_attempts=_TRIES,
        max_event_age=_OLDEST,
        on_failure=destinations.SqsDestination(dead),
    )
    return events.Rule(
        scope,
        construct_id,
        description="The jobs of the day begin, and those that stand still go on",
        schedule=events.Schedule.cron(minute="0", hour=str(hour)),
        targets=[
            targets.LambdaFunction(
                function,
                event=events.RuleTargetInput.from_object({"daily": True}),
                dead_letter_queue=dead,
                retry_attempts=_TRIES,
                max_event_age=_OLDEST,
            )
        ],
    )
