"""EventBridge Scheduler: the group of one-shot schedules and the role that they use."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Timers(Construct):
    """A group, and a role that may only send to the wake queue and to the dead letters."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        group_name: str,
        wake_queue: sqs.Queue,
        dead: sqs.Queue,
    ) -> None:
        super().__init__(scope, construct_id)
        stack = Stack.of(self)
        self.group = scheduler.CfnScheduleGroup(self, "Group", name=group_name)
        self.group_name = group_name
        group_arn = stack.format_arn(
            service="scheduler", resource="schedule-group", resource_name=group_name
        )
        self.schedules_arn = stack.format_arn(
            service="scheduler", resource="schedule", resource_name=f"{group_name}/*"
        )
        self.role = iam.Role(
            self,
            "Role",
            description="What Scheduler may do: put wakes onto the wake queue",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com",
                conditions={
                    "StringEquals": {
                        "aws:SourceAccount": stack.account,
                        "aws:SourceArn": group_arn,
                    }
                },
            ),
        )
        self.role.add_to_policy(
            iam.PolicyStatement(
                sid="Wake",
                actions=["sqs:SendMessage"],
                resources=[wake_queue.queue_arn, dead.queue_arn],
            )
        )
