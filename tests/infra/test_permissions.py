"""Who may do what: the whole of it, as one table."""

from shared.names import Door
from tests.infra.policy_table import lines_of, role_of
from tests.infra.synthesis import Synthesis

TABLE = """
web_to_case        Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
web_to_case        TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
web_to_case        Wakes                               sqs: SendMessage
web_to_case        schedule/milepost-prod/*            scheduler: CreateSchedule
api                Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
api                Table/index/account                 dynamodb: Query
api                Table/index/all                     dynamodb: Query
api                Table/index/due                     dynamodb: Query
api                Table/index/work                    dynamodb: Query
api                TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
api                Wakes                               sqs: SendMessage
api                milepost-prod-jobs                  states: StartExecution
api                schedule/milepost-prod/*            scheduler: CreateSchedule
milestone_actions  Calls                               sqs: SendMessage
milestone_actions  Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
milestone_actions  Table                               dynamodb: BatchWriteItem
milestone_actions  TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
milestone_actions  Wakes                               sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
milestone_actions  Wakes                               sqs: SendMessage
milestone_actions  configuration-set/milepost-prod     ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
milestone_actions  identity/support@milepost.example   ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
milestone_actions  schedule/milepost-prod/*            scheduler: CreateSchedule
sweep              SweepDeadLetters                    sqs: SendMessage
sweep              Table/index/due                     dynamodb: Query
sweep              Wakes                               sqs: SendMessage
call_out           Calls                               sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
call_out           Wakes                               sqs: SendMessage
call_out           milepost/prod/call/*                secretsmanager: GetSecretValue
publish_events     Bus                                 events: PutEvents
publish_events     EventDeadLetters                    sqs: SendMessage
publish_events     Table stream                        dynamodb: DescribeStream, GetRecords, GetShardIterator
publish_events     table/milepost-prod/stream/*        dynamodb: ListStreams
jobs               Bus                                 events: PutEvents
jobs               DailyDeadLetters                    sqs: SendMessage
jobs               Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
jobs               Table                               dynamodb: BatchWriteItem
jobs               Table/index/account                 dynamodb: Query
jobs               Table/index/all                     dynamodb: Query
jobs               Table/index/due                     dynamodb: Query
jobs               Table/index/work                    dynamodb: Query
jobs               TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
jobs               Wakes                               sqs: SendMessage
jobs               configuration-set/milepost-prod     ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
jobs               identity/support@milepost.example   ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
jobs               milepost-prod-jobs                  states: StartExecution
jobs               schedule/milepost-prod/*            scheduler: CreateSchedule
"""

LOGS = {
    "web_to_case": "WebToCaseLogs",
    "api": "ApiDoorLogs",
    "milestone_actions": "MilestoneActionsLogs",
    "sweep": "SweepLogs",
    "call_out": "CallOutLogs",
    "publish_events": "PublishEventsLogs",
    "jobs": "JobsDoorLogs",
}


def test_each_door_may_do_exactly_this(prod: Synthesis) -> None:
    lines = [line for door in Door for line in _lines(prod, door) if " logs: " not in line]
    assert "\n".join(lines) == TABLE.strip("\n")


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
