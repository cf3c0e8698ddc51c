"""The one place where a Lambda is born."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.stages import FUNCTION_TIMEOUT, Stage
from shared.names import METRICS_NAMESPACE, NEEDS, Door, Env


class ServiceFunction(Construct):
    """A door: code, layer, its own role without managed policies, explicit limits, kept logs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        door: Door,
        stage: Stage,
        assets: Path,
        layer: lambda_.ILayerVersion,
        values: Mapping[Env, str],
        memory: int,
        timeout: int = FUNCTION_TIMEOUT,
    ) -> None:
        super().__init__(scope, construct_id)
        name = f"milepost-{stage.name}-{door.value.replace('_', '-')}"
        log_group = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/milepost/{stage.name}/{door.value}",
            retention=_retention(stage.log_days),
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What the door {door.value} may do, and nothing else",
        )
        self.role.add_to_policy(
            iam.PolicyStatement(
                sid="Logs",
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[log_group.log_group_arn],
            )
        )
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=name,
            description=f"Milepost {stage.name}: {door.value}",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"functions.{door.value}.handler.lambda_handler",
            code=lambda_.Code.from_asset(str(assets / "code")),
            layers=[layer],
            role=self.role.without_policy_updates(),
            timeout=Duration.seconds(timeout),
            memory_size=memory,
            log_group=log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            environment={
                **{key.value: values[key] for key in NEEDS[door]},
                "POWERTOOLS_SERVICE_NAME": door.value,
                "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
                "POWERTOOLS_LOG_LEVEL": "INFO",
            },
        )

    def allow(self, sid: str, actions: list[str], resources: list[str], **more: object) -> None:
        """Grant one named statement."""
        conditions = more.get("conditions")
        self.role.add_to_policy(
            iam.PolicyStatement(
                sid=sid,
                actions=actions,
                resources=resources,
                conditions=conditions if isinstance(conditions, dict) else None,
            )
        )


def _retention(days: int) -> logs.RetentionDays:
    known = {
        3: logs.RetentionDays.THREE_DAYS,
        14: logs.RetentionDays.TWO_WEEKS,
        365: logs.RetentionDays.ONE_YEAR,
    }
    return known[days]
