"""Who may do what: the whole of it, as one table."""

from shared.names import Door
from tests.infra.policy_table import lines_of, role_of
from tests.infra.synthesis import Synthesis
from tests.support.door_policies import POLICIES

LOGS = {
    "web_to_case": "WebToCaseLogs",
    "api": "ApiDoorLogs",
    "milestone_actions": "MilestoneActionsLogs",
    "sweep": "SweepLogs",
    "call_out": "CallOutLogs",
    "publish_events": "PublishEventsLogs",
    "jobs": "JobsDoorLogs",
    "email_to_case": "EmailToCaseLogs",
    "record_delivery": "RecordDeliveryLogs",
}


def test_each_door_may_do_exactly_this(prod: Synthesis) -> None:
    lines = [line for door in Door for line in _lines(prod, door) if " logs: " not in line]
    assert "\n".join(lines) == POLICIES.strip("\n")


def test_each_door_writes_to_its_own_log_and_no_other(prod: Synthesis) -> None:
    for door in Door:
        (line,) = (line for line in _lines(prod, door) if " logs: " in line)
        assert line.split()[1:] == [LOGS[door.value], "logs:", "CreateLogStream,", "PutLogEvents"]


def test_each_door_has_a_role_of_its_own_that_only_lambda_takes_on(stack: Synthesis) -> None:
    roles = [role_of(stack.function(door.value)) for door in Door]
    assert len(set(roles)) == len(Door)
    for role in roles:
        (statement,) = stack.everything[f"service/{role}"]["Properties"][
            "AssumeRolePolicyDocument"
        ]["Statement"]
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_role_has_a_managed_policy_and_nobody_else_has_a_role(stack: Synthesis) -> None:
    roles = stack.of_type("AWS::IAM::Role")
    assert len(roles) == len(Door) + 2
    for role in roles.values():
        assert "ManagedPolicyArns" not in role["Properties"]
        assert "Policies" not in role["Properties"]


def test_the_role_of_schedules_may_only_put_wakes_and_dead_letters(prod: Synthesis) -> None:
    (role,) = (name for name in prod.of_type("AWS::IAM::Role") if "Timers" in name)
    lines = sorted(lines_of(prod, "schedules", role.removeprefix("service/")))
    assert [line.split()[1:] for line in lines] == [
        ["ScheduleDeadLetters", "sqs:", "SendMessage"],
        ["Wakes", "sqs:", "SendMessage"],
    ]


def test_the_role_of_the_job_machine_may_only_call_the_door_jobs(prod: Synthesis) -> None:
    (role,) = (name for name in prod.of_type("AWS::IAM::Role") if "JobsRole" in name)
    lines = list(lines_of(prod, "machine", role.removeprefix("service/")))
    assert [line.split()[1:] for line in lines] == [
        ["JobsDoorFunction", "lambda:", "InvokeFunction"]
    ]
    (statement,) = prod.everything[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "states.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    }


def test_the_role_of_schedules_is_taken_on_only_for_our_own_group(prod: Synthesis) -> None:
    (role,) = (role for name, role in prod.of_type("AWS::IAM::Role").items() if "Timers" in name)
    (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    conditions = statement["Condition"]["StringEquals"]
    assert statement["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert conditions["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert conditions["aws:SourceArn"]["Fn::Join"][1][-1] == ":schedule-group/milepost-prod"


def _lines(synthesis: Synthesis, door: Door) -> list[str]:
    return sorted(lines_of(synthesis, door.value, role_of(synthesis.function(door.value))))
