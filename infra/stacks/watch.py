"""What must wake an operator, and one page to look at."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.stacks.service import ServiceStack
from infra.stages import Stage
from shared.names import METRICS_NAMESPACE, Door

_MINUTE = Duration.minutes(1)
_OLDEST_WAKE = 300
_OLDEST_EVENT_MS = 600_000


class WatchStack(Stack):
    """Alarms on one topic, and a dashboard."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: Stage, service: ServiceStack
    ) -> None:
        super().__init__(scope, construct_id)
        self._prefix = f"milepost-{stage.name}"
        self.topic = sns.Topic(
            self, "Alarms", topic_name=f"{self._prefix}-alarms", enforce_ssl=True
        )
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsMayPublish",
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        self._dead_letters(service)
        self._sweep(service)
        self._age(service)
        self._errors(service)
        self._scheduler(service)
        self._dashboard(service)

    def _dead_letters(self, service: ServiceStack) -> None:
        queues: dict[str, sqs.Queue] = {
            "wake": service.wake_dead,
            "schedule": service.schedule_dead,
            "event": service.event_dead,
            "sweep": service.sweep_dead,
        }
        for name, queue in queues.items():
            self._alarm(
                f"{name.capitalize()}DeadLetters",
                f"{name}-dead-letters",
                queue.metric_approximate_number_of_messages_visible(
                    period=_MINUTE, statistic="Maximum"
                ),
                0,
                "Messages that nobody could handle; see docs/operations.md",
            )

    def _sweep(self, service: ServiceStack) -> None:
        self._alarm(
            "SweepSilent",
            "sweep-silent",
            service.functions[Door.SWEEP].function.metric_invocations(period=_MINUTE),
            1,
            "The sweep has not run for five minutes",
            comparison=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            missing=cloudwatch.TreatMissingData.BREACHING,
            periods=5,
        )

    def _age(self, service: ServiceStack) -> None:
        self._alarm(
            "WakesOld",
            "wakes-old",
            service.wakes.metric_approximate_age_of_oldest_message(
                period=_MINUTE, statistic="Maximum"
            ),
            _OLDEST_WAKE,
            "Wakes wait for more than five minutes",
        )
        self._alarm(
            "EventsOld",
            "events-old",
            service.functions[Door.PUBLISH_EVENTS].function.metric(
                "IteratorAge", period=_MINUTE, statistic="Maximum"
            ),
            _OLDEST_EVENT_MS,
            "Events reach the bus more than ten minutes late",
        )

    def _errors(self, service: ServiceStack) -> None:
        for door, part in service.functions.items():
            name = "".join(word.capitalize() for word in door.value.split("_"))
            self._alarm(
                f"{name}Errors",
                f"{door.value.replace('_', '-')}-errors",
                part.function.metric_errors(period=_MINUTE),
                0,
                f"The door {door.value} failed",
                periods=3,
            )

    def _scheduler(self, service: ServiceStack) -> None:
        for metric in ("InvocationDroppedCount", "InvocationsSentToDeadLetterCount"):
            self._alarm(
                metric,
                "scheduler-dropped" if "Dropped" in metric else "scheduler-dead-letters",
                cloudwatch.Metric(
                    namespace="AWS/Scheduler",
                    metric_name=metric,
                    dimensions_map={"ScheduleGroup": service.timers.group_name},
                    statistic="Sum",
                    period=_MINUTE,
                ),
                0,
                "Schedules did not reach the wake queue; the sweep covers them, late",
            )

    def _alarm(
        self,
        construct_id: str,
        name: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        description: str,
        *,
        comparison: cloudwatch.ComparisonOperator = (
            cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
        ),
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
        periods: int = 1,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            alarm_name=f"{self._prefix}-{name}",
            alarm_description=description,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=comparison,
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))

    def _dashboard(self, service: ServiceStack) -> None:
        ours = {
            "Opened": ("CaseOpened", "Sum"),
            "Fired": ("ActionFired", "Sum"),
            "Lateness": ("ActionLateness", "Maximum"),
            "Sweep": ("SweepFound", "Sum"),
        }
        board = cloudwatch.Dashboard(self, "Board", dashboard_name=self._prefix)
        board.add_widgets(
            *(
                cloudwatch.GraphWidget(
                    title=title,
                    left=[
                        cloudwatch.Metric(
                            namespace=METRICS_NAMESPACE,
                            metric_name=metric,
                            statistic=statistic,
                            period=_MINUTE,
                        )
                    ],
                )
                for title, (metric, statistic) in ours.items()
            ),
            cloudwatch.GraphWidget(
                title="Wakes waiting",
                left=[service.wakes.metric_approximate_number_of_messages_visible(period=_MINUTE)],
            ),
        )
