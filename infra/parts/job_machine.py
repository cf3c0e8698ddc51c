"""The state machine that keeps a job going: it only calls again, the table knows how far it is."""

import json
from typing import Any

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from shared.names import JOB_LANES

_LONGEST_RUN_SECONDS = 24 * 3_600
"""Eight lanes then stay below the 25,000 events of an execution; the next day's run goes on."""

_SLACK_SECONDS = 30
_RETRY = {
    "ErrorEquals": ["States.ALL"],
    "IntervalSeconds": 2,
    "BackoffRate": 2,
    "MaxAttempts": 8,
    "MaxDelaySeconds": 300,
    "JitterStrategy": "FULL",
}


def machine_arn(stack: Stack, name: str) -> str:
    """The address of the machine of that name, for whoever is made before it."""
    return stack.format_arn(
        service="states",
        resource="stateMachine",
        resource_name=name,
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )


class JobMachine(Construct):
    """List, then work in lanes, then list again, until the door says that nothing is left."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        door: lambda_.Function,
        timeout: int,
    ) -> None:
        super().__init__(scope, construct_id)
        role = iam.Role(
            self,
            "Role",
            description="What the job machine may do: call the door jobs",
            assumed_by=iam.ServicePrincipal(
                "states.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            ),
        )
        role.add_to_policy(
            iam.PolicyStatement(
                sid="Call", actions=["lambda:InvokeFunction"], resources=[door.function_arn]
            )
        )
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=name,
            role=role.without_policy_updates(),
            definition_body=sfn.DefinitionBody.from_string(json.dumps(_definition(timeout))),
            definition_substitutions={"Door": door.function_arn},
        )
        self.machine.node.add_dependency(role)


def _definition(timeout: int) -> dict[str, Any]:
    lane = {
        "StartAt": "Work",
        "ProcessorConfig": {"Mode": "INLINE"},
        "States": {
            "Work": _call({"job.$": "$.job", "lane.$": "$.lane"}, timeout, next_state="Is it done"),
            "Is it done": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.told.next", "StringEquals": "work", "Next": "Work"}],
                "Default": "Lane done",
            },
            "Lane done": {"Type": "Succeed"},
        },
    }
    return {
        "Comment": "Calls the door jobs until the job has ended",
        "TimeoutSeconds": _LONGEST_RUN_SECONDS,
        "StartAt": "List",
        "States": {
            "List": _call({"job.$": "$.job"}, timeout, next_state="What next"),
            "What next": {
                "Type": "Choice",
                "Choices": [
                    {"Variable": "$.told.next", "StringEquals": "list", "Next": "List"},
                    {"Variable": "$.told.next", "StringEquals": "work", "Next": "Lanes"},
                ],
                "Default": "Done",
            },
            "Lanes": {
                "Type": "Map",
                "ItemsPath": "$.told.lanes",
                "ItemSelector": {"job.$": "$.job", "lane.$": "$$.Map.Item.Value"},
                "MaxConcurrency": JOB_LANES,
                "ItemProcessor": lane,
                "ResultPath": None,
                "Next": "List",
            },
            "Done": {"Type": "Succeed"},
        },
    }


def _call(payload: dict[str, str], timeout: int, *, next_state: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "${Door}", "Payload": payload},
        "ResultSelector": {"next.$": "$.Payload.next", "lanes.$": "$.Payload.lanes"},
        "ResultPath": "$.told",
        "TimeoutSeconds": timeout + _SLACK_SECONDS,
        "Retry": [_RETRY],
        "Next": next_state,
    }
