"""Queues: wakes, calls, and every place where a message ends that nobody could handle."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

_KEPT = Duration.days(14)
_TRIES = 50
_VISIBILITY_FACTOR = 6
_BATCH = 10
_CALL_KEPT = Duration.minutes(15)
_CALL_TRIES = 5


def dead_letters(scope: Construct, construct_id: str, name: str) -> sqs.Queue:
    """A dead-letter queue that keeps everything for fourteen days, the most there is."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=_KEPT,
    )


def wake_queue(
    scope: Construct, construct_id: str, *, name: str, dead: sqs.Queue, timeout: int
) -> sqs.Queue:
    """The wake queue: sits out about a hundred minutes of a broken dependency in place.

    A wake is tried fifty times, each six timeouts of its function apart.
    """
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(_VISIBILITY_FACTOR * timeout),
        retention_period=_KEPT,
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=_TRIES),
    )


def call_queue(
    scope: Construct, construct_id: str, *, name: str, dead: sqs.Queue, timeout: int
) -> sqs.Queue:
    """The call queue; it forgets a call when the record that owes it makes the next try of it."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(_VISIBILITY_FACTOR * timeout),
        retention_period=_CALL_KEPT,
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=_CALL_TRIES),
    )


def mail_queue(
    scope: Construct, construct_id: str, *, name: str, dead: sqs.Queue, timeout: int
) -> sqs.Queue:
    """A queue of mail or of news of it: sits out hours of a broken dependency, then gives up to the dead letters."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(_VISIBILITY_FACTOR * timeout),
        retention_period=_KEPT,
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=_TRIES),
    )


def feed_deliveries(function: lambda_.Function, queue: sqs.Queue, *, concurrency: int) -> None:
    """Hand news of sent mails over by tens; those that fail come back alone."""
    function.add_event_source_mapping(
        "Deliveries",
        event_source_arn=queue.queue_arn,
        batch_size=_BATCH,
        report_batch_item_failures=True,
        max_concurrency=concurrency,
    )


def feed_mails(function: lambda_.Function, queue: sqs.Queue, *, concurrency: int) -> None:
    """Hand mails over by tens; those that fail come back alone."""
    function.add_event_source_mapping(
        "Mails",
        event_source_arn=queue.queue_arn,
        batch_size=_BATCH,
        report_batch_item_failures=True,
        max_concurrency=concurrency,
    )


def feed_calls(function: lambda_.Function, queue: sqs.Queue, *, concurrency: int) -> None:
    """Hand calls over one by one, so that a slow receiver holds up no other."""
    function.add_event_source_mapping(
        "Calls",
        event_source_arn=queue.queue_arn,
        batch_size=1,
        report_batch_item_failures=True,
        max_concurrency=concurrency,
    )


def feed_wakes(function: lambda_.Function, queue: sqs.Queue, *, concurrency: int) -> None:
    """Hand wakes over at once, by tens; those that fail come back alone."""
    function.add_event_source_mapping(
        "Wakes",
        event_source_arn=queue.queue_arn,
        batch_size=_BATCH,
        max_batching_window=Duration.seconds(0),
        report_batch_item_failures=True,
        max_concurrency=concurrency,
    )
