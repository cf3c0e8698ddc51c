"""Whatever can break rings, and somebody knows what to do then."""

import json
import re
from typing import Any

from tests.infra.synthesis import ROOT, Synthesis

ALARM = "AWS::CloudWatch::Alarm"
NAMES = {
    "wake-dead-letters",
    "schedule-dead-letters",
    "call-dead-letters",
    "mail-dead-letters",
    "delivery-dead-letters",
    "record-delivery-errors",
    "mail-bounces",
    "mail-complaints",
    "event-dead-letters",
    "sweep-dead-letters",
    "sweep-silent",
    "wakes-old",
    "events-old",
    "calls-old",
    "call-out-errors",
    "web-to-case-errors",
    "api-errors",
    "milestone-actions-errors",
    "sweep-errors",
    "publish-events-errors",
    "scheduler-dropped",
    "effects-parked",
    "cascades-stopped",
    "scheduler-dead-letters",
    "daily-dead-letters",
    "jobs-errors",
    "email-to-case-errors",
    "job-runs-failed",
    "job-runs-long",
    "job-items-failed",
}


def test_these_are_the_alarms(stack: Synthesis) -> None:
    assert set(_alarms(stack)) == NAMES


def test_docs_say_what_to_do_about_every_alarm() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([a-z-]+)` \|", manual, flags=re.MULTILINE))
    assert described == NAMES


def test_every_alarm_tells_somebody(stack: Synthesis) -> None:
    for alarm in _alarms(stack).values():
        (action,) = alarm["AlarmActions"]
        assert action["Ref"].startswith("Alarms")


def test_one_dead_letter_in_any_queue_is_enough(stack: Synthesis) -> None:
    queues = {
        name.removeprefix("service/")
        for name, each in stack.of_type("AWS::SQS::Queue").items()
        if each["Properties"]["QueueName"].endswith("-dead")
    }
    alarms = [each for name, each in _alarms(stack).items() if _is_about_a_queue(name)]
    watched = {json.dumps(each["Dimensions"]) for each in alarms}
    assert len(queues) == len(watched) == 8
    for queue in queues:
        assert any(queue in dimensions for dimensions in watched)
    for alarm in alarms:
        assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_a_sweep_that_says_nothing_rings(stack: Synthesis) -> None:
    alarm = _alarms(stack)["sweep-silent"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Invocations")
    assert alarm["Statistic"] == "Sum"
    assert alarm["TreatMissingData"] == "breaching"
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "LessThanThreshold")
    assert alarm["EvaluationPeriods"] * alarm["Period"] == 300


def test_a_wake_that_waits_and_a_late_stream_ring(stack: Synthesis) -> None:
    wakes, events = _alarms(stack)["wakes-old"], _alarms(stack)["events-old"]
    assert (wakes["MetricName"], wakes["Threshold"]) == ("ApproximateAgeOfOldestMessage", 300)
    assert (events["MetricName"], events["Threshold"]) == ("IteratorAge", 600_000)
    calls = _alarms(stack)["calls-old"]
    assert (calls["MetricName"], calls["Threshold"]) == ("ApproximateAgeOfOldestMessage", 300)
    assert calls["Dimensions"] != wakes["Dimensions"]
    assert wakes["Statistic"] == calls["Statistic"] == events["Statistic"] == "Maximum"


def test_what_scheduler_drops_rings(stack: Synthesis) -> None:
    for name, metric in {
        "scheduler-dropped": "InvocationDroppedCount",
        "scheduler-dead-letters": "InvocationsSentToDeadLetterCount",
    }.items():
        alarm = _alarms(stack)[name]
        group = {"Name": "ScheduleGroup", "Value": f"milepost-{stack.stage}"}
        assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Scheduler", metric)
        assert alarm["Dimensions"] == [group]


def test_the_dashboard_shows_the_metrics_that_doors_send(prod: Synthesis) -> None:
    board = json.dumps(prod.only("AWS::CloudWatch::Dashboard"))
    for metric in (
        "CaseOpened",
        "ActionFired",
        "ActionLateness",
        "SweepFound",
        "SweepOldest",
        "CallSent",
        "CallFailed",
        "CallRefused",
        "CallLateness",
    ):
        assert metric in board
    assert "EffectParked" in board


def test_A3_what_is_given_up_rings(stack: Synthesis) -> None:
    for name, metric in {
        "effects-parked": "EffectParked",
        "cascades-stopped": "CascadeStopped",
    }.items():
        alarm = _alarms(stack)[name]
        assert (alarm["Namespace"], alarm["MetricName"], alarm["Threshold"]) == (
            "Milepost",
            metric,
            0,
        )
        assert alarm["Dimensions"] == [{"Name": "service", "Value": "milepost"}]


def _alarms(synthesis: Synthesis) -> dict[str, dict[str, Any]]:
    prefix = f"milepost-{synthesis.stage}-"
    return {each["AlarmName"].removeprefix(prefix): each for each in synthesis.properties(ALARM)}


def _is_about_a_queue(name: str) -> bool:
    return name.endswith("-dead-letters") and not name.startswith("scheduler")
