"""What keeps bulk jobs going, and what begins each day's."""

import json
from typing import Any

from infra.stages import STAGES
from shared.names import JOB_LANES
from tests.infra.synthesis import Synthesis

MACHINE = "AWS::StepFunctions::StateMachine"


def definition(stack: Synthesis) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stack.only(MACHINE)["Properties"]["DefinitionString"])
    return found


def tasks(states: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [
        task
        for state in states.values()
        if state["Type"] == "Map"
        for task in tasks(state["ItemProcessor"]["States"])
    ]
    return [*(state for state in states.values() if state["Type"] == "Task"), *inner]


def test_the_machine_calls_the_door_jobs_and_nothing_else(stack: Synthesis) -> None:
    called = {task["Parameters"]["FunctionName"] for task in tasks(definition(stack)["States"])}
    assert called == {"${Door}"}
    door = stack.only(MACHINE)["Properties"]["DefinitionSubstitutions"]["Door"]
    assert door["Fn::GetAtt"][0].startswith("JobsDoorFunction")


def test_every_call_is_tried_again_and_has_an_end(stack: Synthesis) -> None:
    timeout = stack.function("jobs")["Timeout"]
    assert definition(stack)["TimeoutSeconds"] == 24 * 3_600
    for task in tasks(definition(stack)["States"]):
        (retry,) = task["Retry"]
        assert task["TimeoutSeconds"] > timeout
        assert retry["ErrorEquals"] == ["States.ALL"]
        assert retry["MaxAttempts"] == 8


def test_lanes_run_side_by_side_and_a_listing_follows_them(stack: Synthesis) -> None:
    states = definition(stack)["States"]
    lanes = states["Lanes"]
    assert lanes["MaxConcurrency"] == JOB_LANES
    assert lanes["ItemProcessor"]["ProcessorConfig"] == {"Mode": "INLINE"}
    assert (lanes["Next"], states["What next"]["Default"]) == ("List", "Done")
    # what lanes answer is thrown away: the table knows how far they are
    assert lanes["ResultPath"] is None


def test_the_machine_is_named_as_the_doors_were_told(stack: Synthesis) -> None:
    name = stack.only(MACHINE)["Properties"]["StateMachineName"]
    assert name == f"milepost-{stack.stage}-jobs"
    for door in ("api", "jobs"):
        told = stack.function(door)["Environment"]["Variables"]["JOB_MACHINE_ARN"]
        assert told["Fn::Join"][1][-1] == f":stateMachine:{name}"


def test_each_day_begins_at_the_hour_of_the_stage(stack: Synthesis) -> None:
    (rule,) = (
        each
        for each in stack.properties("AWS::Events::Rule")
        if each.get("ScheduleExpression", "").startswith("cron")
    )
    (target,) = rule["Targets"]
    hour = STAGES[stack.stage].daily_hour
    assert rule["ScheduleExpression"] == f"cron(0 {hour} * * ? *)"
    assert json.loads(target["Input"]) == {"daily": True}
    assert target["Arn"]["Fn::GetAtt"][0].startswith("JobsDoorFunction")
    assert target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].startswith("DailyDeadLetters")
