"""How doors are made, and what feeds them."""

import json
import re
from typing import Any

import pytest

from infra.stages import STAGES
from shared.adapters.outgoing.egress import Egress
from shared.domain.claims import CALL_CLAIM_SECONDS
from shared.names import NEEDS, Attribute, Door, Env
from shared.settings import read
from shared.wiring import egress_of
from tests.infra.synthesis import Synthesis

FUNCTION = "AWS::Lambda::Function"
QUEUE = "AWS::SQS::Queue"
DOORS = [door.value for door in Door]


def test_there_is_one_function_per_door_and_no_other(stack: Synthesis) -> None:
    handlers = sorted(each["Handler"] for each in stack.properties(FUNCTION))
    assert handlers == sorted(f"functions.{door}.handler.lambda_handler" for door in DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_limits_are_said_and_never_left_to_defaults(stack: Synthesis, door: str) -> None:
    function = stack.function(door)
    assert function["Timeout"] == {"sweep": 50, "jobs": 300, "email_to_case": 60}.get(door, 20)
    assert function["MemorySize"] >= 512
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == ["arm64"]


@pytest.mark.parametrize("door", DOORS)
def test_a_door_gets_exactly_the_environment_that_it_needs(stack: Synthesis, door: str) -> None:
    variables = stack.function(door)["Environment"]["Variables"]
    assert set(variables) == {key.value for key in NEEDS[Door(door)]}
    assert variables[Env.FUNCTION_TIMEOUT.value] == str(stack.function(door)["Timeout"])
    assert variables[Env.STAGE.value] == stack.stage
    assert variables[Env.DEPLOYMENT.value] == f"milepost-{stack.stage}"


POINTS_AT = {
    Env.TABLE_NAME: '{"Fn::ImportValue": "Milepost-prod-data:ExportsOutputRefTable',
    Env.WAKE_QUEUE_URL: '{"Ref": "Wakes',
    Env.WAKE_QUEUE_ARN: '{"Fn::GetAtt": ["Wakes',
    Env.SCHEDULE_ROLE_ARN: '{"Fn::GetAtt": ["TimersRole',
    Env.SCHEDULE_DLQ_ARN: '{"Fn::GetAtt": ["ScheduleDeadLetters',
    Env.CALL_QUEUE_URL: '{"Ref": "Calls',
    Env.DELIVERY_DLQ_URL: '{"Ref": "DeliveryDeadLetters',
    Env.BUS_NAME: '{"Fn::ImportValue": "Milepost-prod-data:ExportsOutputRefBus',
}


@pytest.mark.parametrize("door", DOORS)
def test_the_environment_points_at_the_right_things(prod: Synthesis, door: str) -> None:
    variables = prod.function(door)["Environment"]["Variables"]
    for key in set(POINTS_AT) & set(NEEDS[Door(door)]):
        assert json.dumps(variables[key.value]).startswith(POINTS_AT[key])


@pytest.mark.parametrize("door", DOORS)
def test_a_door_logs_as_json_to_a_group_that_forgets(stack: Synthesis, door: str) -> None:
    logging = stack.function(door)["LoggingConfig"]
    group = stack.everything[f"service/{logging['LogGroup']['Ref']}"]
    days = {"local": 3, "dev": 14, "prod": 365}[stack.stage]
    assert logging["LogFormat"] == "JSON"
    assert group["Properties"]["RetentionInDays"] == days


def test_all_doors_carry_the_same_code_and_the_same_libraries(stack: Synthesis) -> None:
    functions = stack.properties(FUNCTION)
    assert len({json.dumps(each["Code"], sort_keys=True) for each in functions}) == 1
    assert len({json.dumps(each["Layers"], sort_keys=True) for each in functions}) == 1
    assert len(stack.of_type("AWS::Lambda::LayerVersion")) == 1


def test_a_flood_of_strangers_leaves_room_for_the_clocks(prod: Synthesis) -> None:
    assert prod.function("web_to_case")["ReservedConcurrentExecutions"] == 50
    assert "ReservedConcurrentExecutions" not in prod.function("milestone_actions")


def test_a_wake_is_tried_fifty_times_before_it_is_given_up(stack: Synthesis) -> None:
    wakes = _queue(stack, "wake")
    assert wakes["VisibilityTimeout"] == 6 * stack.function("milestone_actions")["Timeout"]
    assert wakes["RedrivePolicy"]["maxReceiveCount"] == 50
    assert wakes["MessageRetentionPeriod"] == 14 * 86_400
    assert "FifoQueue" not in wakes


def test_wakes_are_handed_over_at_once_and_come_back_alone(stack: Synthesis) -> None:
    source = _source(stack, "milestone_actions")
    assert source["BatchSize"] == 10
    assert source["MaximumBatchingWindowInSeconds"] == 0
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    most = {"local": 2, "dev": 10, "prod": 50}[stack.stage]
    assert source["ScalingConfig"] == {"MaximumConcurrency": most}


def test_calls_go_one_by_one_and_are_forgotten_before_their_next_try(stack: Synthesis) -> None:
    source, calls = _source(stack, "call_out"), _queue(stack, "call")
    assert source["BatchSize"] == 1
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    most = {"local": 2, "dev": 10, "prod": 50}[stack.stage]
    assert source["ScalingConfig"] == {"MaximumConcurrency": most}
    assert calls["VisibilityTimeout"] == 6 * stack.function("call_out")["Timeout"]
    assert calls["MessageRetentionPeriod"] == CALL_CLAIM_SECONDS
    tries = calls["RedrivePolicy"]["maxReceiveCount"]
    assert tries * calls["VisibilityTimeout"] < CALL_CLAIM_SECONDS
    assert "CallDeadLetters" in calls["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]


TRUST = re.compile("AUTHORITY|CA_BUNDLE|SSL_|CERT|PROXY|EXTRA_CA", re.IGNORECASE)


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_a_deployed_stage_calls_public_addresses_alone_and_trusts_nobody_of_its_own(
    name: str, request: pytest.FixtureRequest
) -> None:
    deployed: Synthesis = request.getfixturevalue(name)
    given = deployed.function("call_out")["Environment"]["Variables"]
    assert given[Env.CALL_EGRESS.value] == "public"
    known = {key: value for key, value in given.items() if isinstance(value, str)}
    rule = egress_of(read(Door.CALL_OUT, {**dict.fromkeys(given, "x"), **known}))
    assert rule == Egress()
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254"):
        assert not rule.admits(address)
    for each in deployed.properties(FUNCTION):
        assert not [key for key in each["Environment"]["Variables"] if TRUST.search(key)]


def test_the_local_stage_admits_this_machine_and_no_other_stage_can(local: Synthesis) -> None:
    given = local.function("call_out")["Environment"]["Variables"]
    assert given[Env.CALL_EGRESS.value] == "loopback"
    assert [stage.name for stage in STAGES.values() if stage.egress != "public"] == ["local"]


def test_only_new_history_reaches_the_bus(stack: Synthesis) -> None:
    ((pattern,),) = (
        each["FilterCriteria"]["Filters"] for each in [_source(stack, "publish_events")]
    )
    assert json.loads(pattern["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {Attribute.SK.value: {"S": [{"prefix": "EVENT#"}]}}},
    }


def test_a_poisoned_entry_does_not_block_the_stream(stack: Synthesis) -> None:
    source = _source(stack, "publish_events")
    assert source["BisectBatchOnFunctionError"] is True
    assert 0 < source["MaximumRetryAttempts"] <= 100
    assert source["MaximumRecordAgeInSeconds"] == 6 * 3600
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (
        "EventDeadLetters"
        in source["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    )


def test_the_sweep_runs_every_minute(stack: Synthesis) -> None:
    rule = _rule_of(stack, "SweepFunction")
    (target,) = rule["Targets"]
    assert rule["ScheduleExpression"] == "rate(1 minute)"
    assert rule["State"] == "ENABLED"
    assert target["Arn"]["Fn::GetAtt"][0].startswith("SweepFunction")


def test_a_failed_sweep_is_not_repeated_but_seen(stack: Synthesis) -> None:
    (target,) = _rule_of(stack, "SweepFunction")["Targets"]
    (call,) = (
        each
        for each in stack.properties("AWS::Lambda::EventInvokeConfig")
        if each["FunctionName"]["Ref"].startswith("SweepFunction")
    )
    end = call["DestinationConfig"]["OnFailure"]["Destination"]
    assert call["MaximumRetryAttempts"] == 0
    assert target["DeadLetterConfig"]["Arn"] == end
    assert end["Fn::GetAtt"][0].startswith("SweepDeadLetters")


def test_queues_are_encrypted_and_spoken_to_over_tls_alone(stack: Synthesis) -> None:
    queues = {name.removeprefix("service/") for name in stack.of_type(QUEUE)}
    guarded = {
        each["Queues"][0]["Ref"]
        for each in stack.properties("AWS::SQS::QueuePolicy")
        for statement in each["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    assert guarded == queues
    assert all(each["SqsManagedSseEnabled"] for each in stack.properties(QUEUE))


def test_schedules_have_a_group_of_their_own(stack: Synthesis) -> None:
    group = stack.only("AWS::Scheduler::ScheduleGroup")["Properties"]["Name"]
    for door in ("web_to_case", "api", "milestone_actions"):
        variables = stack.function(door)["Environment"]["Variables"]
        assert variables[Env.SCHEDULE_GROUP.value] == group


def test_outputs_are_what_the_command_line_reads(stack: Synthesis) -> None:
    said = {name: set(stack.template(name)["Outputs"]) for name in ("data", "service", "watch")}
    assert {name for name in said["data"] if not name.startswith("Exports")} == {
        "TableName",
        "UserPoolId",
        "UserPoolClientId",
        "BusName",
        "MailSender",
        "MailBucket",
        "MailSecrets",
    }
    assert {name for name in said["service"] if not name.startswith("Exports")} == {
        "ApiUrl",
        "WakeQueueUrl",
        "WakeQueueArn",
        "WakeDlqUrl",
        "CallDlqUrl",
        "MailQueueUrl",
        "DeliveryQueueUrl",
        "MailDlqUrl",
        "ScheduleGroup",
        "ScheduleRoleArn",
        "ScheduleDlqArn",
        "SweepFunctionName",
        "MailConfigurationSet",
        "CallSecrets",
        "JobMachineArn",
    }
    assert said["watch"] == {"AlarmTopicArn"}


def _rule_of(synthesis: Synthesis, function: str) -> dict[str, Any]:
    (found,) = (
        each
        for each in synthesis.properties("AWS::Events::Rule")
        if each["Targets"][0]["Arn"].get("Fn::GetAtt", [""])[0].startswith(function)
    )
    return found


def _queue(synthesis: Synthesis, name: str) -> dict[str, Any]:
    (found,) = (
        each
        for each in synthesis.properties(QUEUE)
        if each["QueueName"] == f"milepost-{synthesis.stage}-{name}"
    )
    return found


def _source(synthesis: Synthesis, door: str) -> dict[str, Any]:
    (name,) = (
        name.removeprefix("service/")
        for name, each in synthesis.of_type(FUNCTION).items()
        if each["Properties"] == synthesis.function(door)
    )
    (found,) = (
        each
        for each in synthesis.properties("AWS::Lambda::EventSourceMapping")
        if each["FunctionName"] == {"Ref": name}
    )
    return found
