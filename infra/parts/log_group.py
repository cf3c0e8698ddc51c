"""The one place where a log group is born, with an end to what it keeps."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.stages import Stage

_KEPT = {
    3: logs.RetentionDays.THREE_DAYS,
    14: logs.RetentionDays.TWO_WEEKS,
    365: logs.RetentionDays.ONE_YEAR,
}


def log_group(scope: Construct, construct_id: str, *, stage: Stage) -> logs.LogGroup:
    """A log group that survives its stack in prod, and so has no name to stand in the next one's way."""
    return logs.LogGroup(
        scope,
        construct_id,
        retention=_KEPT[stage.log_days],
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )
