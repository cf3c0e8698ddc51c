"""The one place where a log group is born: named, with an end to what it keeps."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.stages import Stage

_KEPT = {
    3: logs.RetentionDays.THREE_DAYS,
    14: logs.RetentionDays.TWO_WEEKS,
    365: logs.RetentionDays.ONE_YEAR,
}


def log_group(scope: Construct, construct_id: str, *, stage: Stage, name: str) -> logs.LogGroup:
    """A log group under the stage's path; in prod it survives its stack."""
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=f"/milepost/{stage.name}/{name}",
        retention=_KEPT[stage.log_days],
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )
