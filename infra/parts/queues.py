"""Queues: the wake queue and every place where a message ends that nobody could handle."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.stages import WAKE_RETENTION_DAYS, WAKE_RETRIES, WAKE_VISIBILITY


def dead_letters(scope: Construct, construct_id: str, name: str) -> sqs.Queue:
    """A dead-letter queue that keeps everything for fourteen days."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )


def wake_queue(scope: Construct, construct_id: str, name: str, dead: sqs.Queue) -> sqs.Queue:
    """The wake queue: hours of a broken dependency stay in place, then dead letters."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(WAKE_VISIBILITY),
        retention_period=Duration.days(WAKE_RETENTION_DAYS),
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=WAKE_RETRIES),
    )
