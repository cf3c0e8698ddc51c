"""What must wake an operator, and one page to look at."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.parts.alarms import Alarms
from infra.parts.dashboard import dashboard, ours
from infra.stacks.service import ServiceStack
from infra.stages import Stage
from shared.names import Door

_MINUTE = Duration.minutes(1)
_FIVE_MINUTES = Duration.minutes(5)
_OLDEST_WAKE = 300
_OLDEST_CALL = 300
_OLDEST_EVENT_MS = 600_000
_SILENT_SWEEPS = 5


class WatchStack(Stack):
    """Alarms on one topic, and a dashboard."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: Stage, service: ServiceStack
    ) -> None:
        super().__init__(scope, construct_id)
        alarms = Alarms(self, prefix=stage.prefix, account=self.account)
        rung = [
            *_dead_letters(alarms, service),
            _sweep(alarms, service, stage.sweep_minutes),
            *_age(alarms, service),
            *_errors(alarms, service),
            *_scheduler(alarms, service),
            *_given_up(alarms),
            *_jobs(alarms, service),
            *_reputation(alarms),
        ]
        dashboard(
            self,
            "Board",
            name=stage.prefix,
            functions=[door.function for door in service.functions.values()],
            wakes=service.wakes,
            alarms=rung,
        )
        CfnOutput(self, "AlarmTopicArn", value=alarms.topic.topic_arn)


def _dead_letters(alarms: Alarms, service: ServiceStack) -> list[cloudwatch.Alarm]:
    queues = {
        "wake": service.wake_dead,
        "call": service.call_dead,
        "mail": service.mail_dead,
        "delivery": service.delivery_dead,
        "schedule": service.schedule_dead,
        "event": service.event_dead,
        "sweep": service.sweep_dead,
        "daily": service.daily_dead,
    }
    return [
        alarms.above(
            0,
            queue.metric_approximate_number_of_messages_visible(
                period=_MINUTE, statistic="Maximum"
            ),
            name=f"{name}-dead-letters",
            says="There are messages that nobody could handle",
        )
        for name, queue in queues.items()
    ]


def _sweep(alarms: Alarms, service: ServiceStack, minutes: int) -> cloudwatch.Alarm:
    calls = service.functions[Door.SWEEP].function.metric_invocations(
        period=Duration.minutes(minutes)
    )
    return alarms.silent(
        calls, periods=_SILENT_SWEEPS, name="sweep-silent", says="The sweep has stopped running"
    )


def _age(alarms: Alarms, service: ServiceStack) -> list[cloudwatch.Alarm]:
    wake = service.wakes.metric_approximate_age_of_oldest_message(
        period=_MINUTE, statistic="Maximum"
    )
    call = service.calls.metric_approximate_age_of_oldest_message(
        period=_MINUTE, statistic="Maximum"
    )
    event = service.functions[Door.PUBLISH_EVENTS].function.metric(
        "IteratorAge", period=_MINUTE, statistic="Maximum"
    )
    return [
        alarms.above(
            _OLDEST_WAKE, wake, name="wakes-old", says="A wake has waited for five minutes"
        ),
        alarms.above(
            _OLDEST_CALL, call, name="calls-old", says="A call has waited for five minutes"
        ),
        alarms.above(
            _OLDEST_EVENT_MS, event, name="events-old", says="Events are ten minutes late"
        ),
    ]


def _errors(alarms: Alarms, service: ServiceStack) -> list[cloudwatch.Alarm]:
    return [
        alarms.above(
            0,
            part.function.metric_errors(period=_FIVE_MINUTES),
            name=f"{door.value.replace('_', '-')}-errors",
            says=f"The door {door.value} has failed",
        )
        for door, part in service.functions.items()
    ]


def _given_up(alarms: Alarms) -> list[cloudwatch.Alarm]:
    return [
        alarms.above(0, ours(metric), name=name, says=says)
        for metric, name, says in (
            ("EffectParked", "effects-parked", "A mail or a call was given up"),
            ("CascadeStopped", "cascades-stopped", "A process changes records in circles"),
        )
    ]


def _jobs(alarms: Alarms, service: ServiceStack) -> list[cloudwatch.Alarm]:
    machine = service.job_machine.machine
    failed = machine.metric_failed(period=_FIVE_MINUTES)
    timed_out = machine.metric_timed_out(period=_FIVE_MINUTES)
    return [
        alarms.above(0, failed, name="job-runs-failed", says="A job stands still"),
        alarms.above(0, timed_out, name="job-runs-long", says="A job has run for a day"),
        alarms.above(
            0,
            ours("JobItemFailed"),
            name="job-items-failed",
            says="A job could not change some of its items",
        ),
    ]


def _reputation(alarms: Alarms) -> list[cloudwatch.Alarm]:
    """Well below the shares at which SES looks into an account: five in a hundred, one in a thousand."""
    return [
        alarms.above(
            share,
            cloudwatch.Metric(
                namespace="AWS/SES",
                metric_name=metric,
                statistic="Maximum",
                period=_FIVE_MINUTES,
            ),
            name=name,
            says=says,
        )
        for metric, share, name, says in (
            ("Reputation.BounceRate", 0.03, "mail-bounces", "Many mails cannot be delivered"),
            ("Reputation.ComplaintRate", 0.0005, "mail-complaints", "Recipients complain"),
        )
    ]


def _scheduler(alarms: Alarms, service: ServiceStack) -> list[cloudwatch.Alarm]:
    return [
        alarms.above(
            0,
            cloudwatch.Metric(
                namespace="AWS/Scheduler",
                metric_name=metric,
                dimensions_map={"ScheduleGroup": service.timers.group_name},
                statistic="Sum",
                period=_MINUTE,
            ),
            name=name,
            says="Schedules do not reach the wake queue; the sweep covers for them, late",
        )
        for metric, name in (
            ("InvocationDroppedCount", "scheduler-dropped"),
            ("InvocationsSentToDeadLetterCount", "scheduler-dead-letters"),
        )
    ]
