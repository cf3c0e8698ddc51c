"""The one place where a Lambda is born."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.assets import Assets
from infra.parts.log_group import log_group
from infra.parts.permissions import write_logs
from infra.stages import Architecture, Stage
from shared.names import NEEDS, Door, Env

RUNTIME = lambda_.Runtime.PYTHON_3_13

_ARCHITECTURES: dict[Architecture, lambda_.Architecture] = {
    "arm64": lambda_.Architecture.ARM_64,
    "x86_64": lambda_.Architecture.X86_64,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Memory in MB, which also buys processor; timeout in seconds; most calls at a time."""

    memory: int
    timeout: int
    concurrency: int | None = None


class ServiceFunction(Construct):
    """A door: code, layer, its own role without managed policies, explicit limits, kept logs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        door: Door,
        stage: Stage,
        assets: Assets,
        layer: lambda_.ILayerVersion,
        values: Mapping[Env, str],
        limits: Limits,
    ) -> None:
        super().__init__(scope, construct_id)
        group = log_group(self, "Logs", stage=stage)
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What the door {door.value} may do, and nothing else",
        )
        self.allow(write_logs(group))
        given = {**values, Env.FUNCTION_TIMEOUT: str(limits.timeout)}
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=f"{stage.prefix}-{door.value.replace('_', '-')}",
            description=f"Milepost {stage.name}: {door.value}",
            runtime=RUNTIME,
            architecture=_ARCHITECTURES[stage.architecture],
            handler=f"functions.{door.value}.handler.lambda_handler",
            code=lambda_.Code.from_asset(str(assets.code)),
            layers=[layer],
            role=self.role.without_policy_updates(),
            timeout=Duration.seconds(limits.timeout),
            memory_size=limits.memory,
            reserved_concurrent_executions=limits.concurrency,
            log_group=group,
            logging_format=lambda_.LoggingFormat.JSON,
            environment={key.value: given[key] for key in NEEDS[door]},
        )

    def allow(self, *statements: iam.PolicyStatement) -> None:
        """Add statements to the role; nothing else ever does."""
        for statement in statements:
            self.role.add_to_policy(statement)


def libraries(
    scope: Construct, construct_id: str, *, stage: Stage, assets: Assets
) -> lambda_.ILayerVersion:
    """The layer that all doors share."""
    return lambda_.LayerVersion(
        scope,
        construct_id,
        code=lambda_.Code.from_asset(str(assets.layer)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[_ARCHITECTURES[stage.architecture]],
        description="Third-party libraries, as the lock file says",
    )
