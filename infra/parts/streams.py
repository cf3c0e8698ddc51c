"""The table's stream, filtered to history, with an end to what fails."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs

from shared.names import Attribute

_BATCH = 100
_TRIES = 100
_OLDEST = Duration.hours(6)
_HISTORY = "EVENT#"


def feed_history(function: lambda_.Function, stream_arn: str, *, dead: sqs.Queue) -> None:
    """Hand new history over in order; a poisoned entry is cut out and ends in dead letters."""
    history = {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {Attribute.SK.value: {"S": [{"prefix": _HISTORY}]}}},
    }
    function.add_event_source_mapping(
        "History",
        event_source_arn=stream_arn,
        starting_position=lambda_.StartingPosition.TRIM_HORIZON,
        batch_size=_BATCH,
        bisect_batch_on_error=True,
        retry_attempts=_TRIES,
        max_record_age=_OLDEST,
        report_batch_item_failures=True,
        on_failure=sources.SqsDlq(dead),
        filters=[lambda_.FilterCriteria.filter(history)],
    )
