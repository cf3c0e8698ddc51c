"""One-shot schedules: exactly as the architecture says, and made at most once under a name."""

import json
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from shared.adapters.scheduler import SchedulerAlarm
from shared.business_time.instant import parse_instant
from shared.errors import Unavailable
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.failing_client import raising, refusing
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_alarm import TAKEN_SECONDS, MemoryAlarm

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient

NAME = "3K7Q9WZDD-1-0"
AT = parse_instant("2026-03-02T10:30:00Z")
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:wakes"
DEAD = "arn:aws:sqs:eu-west-1:123456789012:schedule-dead"
ROLE = "arn:aws:iam::123456789012:role/alarm"


@pytest.fixture(scope="module")
def scheduler(aws: None) -> "EventBridgeSchedulerClient":
    client = boto3.client("scheduler", config=strict("scheduler"))
    client.create_schedule_group(Name="milepost-test")
    return client


def of_aws(scheduler: "EventBridgeSchedulerClient", group: str = "milepost-test") -> SchedulerAlarm:
    return SchedulerAlarm(scheduler, group=group, role_arn=ROLE, queue_arn=QUEUE, dlq_arn=DEAD)


def test_a_schedule_has_every_word_of_the_architecture(
    scheduler: "EventBridgeSchedulerClient",
) -> None:
    of_aws(scheduler).arm(NAME, "3K7Q9WZDD", AT)

    made = scheduler.get_schedule(Name=NAME, GroupName="milepost-test")
    target = made["Target"]
    assert made["ScheduleExpression"] == "at(2026-03-02T10:30:00)"
    assert made["ScheduleExpressionTimezone"] == "UTC"
    assert made["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert made["ActionAfterCompletion"] == "DELETE"
    assert (target["Arn"], target["RoleArn"]) == (QUEUE, ROLE)
    assert target["DeadLetterConfig"] == {"Arn": DEAD}
    assert target["RetryPolicy"] == {
        "MaximumRetryAttempts": 185,
        "MaximumEventAgeInSeconds": 86_400,
    }
    assert json.loads(target["Input"]) == {
        "case": "3K7Q9WZDD",
        "source": "schedule",
        "due": "2026-03-02T10:30:00Z",
    }


def test_a_name_that_is_taken_is_success_in_one_call(
    scheduler: "EventBridgeSchedulerClient",
) -> None:
    alarm = of_aws(scheduler)
    alarm.arm("A-1-0", "A", AT)

    with counted(scheduler) as calls:
        alarm.arm("A-1-0", "A", AT + 60)

    assert dict(calls.made) == {"scheduler.CreateSchedule": 1}
    made = scheduler.get_schedule(Name="A-1-0", GroupName="milepost-test")
    assert made["ScheduleExpression"] == "at(2026-03-02T10:30:00)"


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "ServiceQuotaExceededException", "ValidationException"]
)
def test_every_other_failure_is_unavailable(aws: None, code: str) -> None:
    client = refusing("scheduler", code)

    with pytest.raises(Unavailable, match=code):
        of_aws(client).arm(NAME, "3K7Q9WZDD", AT)


def test_a_scheduler_that_does_not_answer_is_unavailable(aws: None) -> None:
    client = raising("scheduler", EndpointConnectionError(endpoint_url="https://scheduler"))

    with pytest.raises(Unavailable):
        of_aws(client).arm(NAME, "3K7Q9WZDD", AT)


def test_the_fake_keeps_a_name_taken_after_it_has_rung() -> None:
    clock = HandClock("2026-03-02T10:00:00Z")
    alarm = MemoryAlarm(clock)
    alarm.arm(NAME, "3K7Q9WZDD", AT)
    alarm.arm(NAME, "3K7Q9WZDD", AT + 60)

    assert alarm.ring(AT - 1) == ()
    assert [armed.at for armed in alarm.ring(AT)] == [AT]
    alarm.arm(NAME, "3K7Q9WZDD", AT + 60)
    assert alarm.waiting == ()
    clock.move_to(AT + TAKEN_SECONDS + 1)
    alarm.arm(NAME, "3K7Q9WZDD", AT + 7_200)
    assert len(alarm.waiting) == 1


@pytest.mark.parametrize("name", ["", "a" * 65, "with space", "a#b"])
def test_the_fake_refuses_names_that_the_scheduler_refuses(name: str) -> None:
    with pytest.raises(Unavailable):
        MemoryAlarm(HandClock()).arm(name, "A", AT)
