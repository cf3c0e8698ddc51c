"""Executions that keep jobs going: each start is one of its own, and trouble is said in our words."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from shared.adapters.executions import StepRuns
from shared.errors import Misconfigured, Unavailable
from tests.contract.conftest import strict
from tests.support.failing_client import raising, refusing

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:milepost-test-jobs"


@pytest.fixture
def machines(aws: None) -> Any:
    client = boto3.client("stepfunctions", config=strict("stepfunctions"))
    client.create_state_machine(
        name="milepost-test-jobs",
        definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}),
        roleArn="arn:aws:iam::123456789012:role/jobs",
    )
    return client


def runs(client: Any) -> StepRuns:
    def made_late() -> Any:
        return client

    return StepRuns(made_late, MACHINE)


def test_every_start_is_an_execution_of_its_own(machines: Any) -> None:
    for _ in range(2):
        runs(machines).start("3K7Q9WZDD")

    made = machines.list_executions(stateMachineArn=MACHINE)["executions"]
    assert len({one["name"] for one in made}) == 2
    assert {one["name"].partition("-")[0] for one in made} == {"3K7Q9WZDD"}
    told = machines.describe_execution(executionArn=made[0]["executionArn"])
    assert json.loads(told["input"]) == {"job": "3K7Q9WZDD"}


@pytest.mark.parametrize(
    "client",
    [
        lambda: refusing("stepfunctions", "StateMachineDoesNotExist"),
        lambda: refusing("stepfunctions", "ThrottlingException"),
        lambda: raising("stepfunctions", EndpointConnectionError(endpoint_url="https://states")),
    ],
)
def test_a_start_that_fails_is_worth_another_try(aws: None, client: Callable[[], Any]) -> None:
    with pytest.raises(Unavailable):
        runs(client()).start("3K7Q9WZDD")


def test_a_deployment_without_a_machine_says_so() -> None:
    def never() -> Any:
        raise AssertionError

    with pytest.raises(Misconfigured):
        StepRuns(never, "").start("3K7Q9WZDD")
