"""What makes the sweep run, for ever and whatever else is broken."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_sqs as sqs
from constructs import Construct

_OLDEST = Duration.seconds(60)


def sweep_every(
    scope: Construct,
    construct_id: str,
    *,
    minutes: int,
    function: lambda_.Function,
    dead: sqs.Queue,
) -> events.Rule:
    """Call the sweep at this rate; a late or failed call is not repeated, the next one is as good."""
    function.configure_async_invoke(
        retry_attempts=0,
        max_event_age=_OLDEST,
        on_failure=destinations.SqsDestination(dead),
    )
    return events.Rule(
        scope,
        construct_id,
        description="Whatever is overdue goes onto the wake queue",
        schedule=events.Schedule.rate(Duration.minutes(minutes)),
        targets=[
            targets.LambdaFunction(
                function, dead_letter_queue=dead, retry_attempts=1, max_event_age=_OLDEST
            )
        ],
    )
