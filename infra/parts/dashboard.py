"""One page that says whether it works, whether it is late, and whether anything is stuck."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from shared.names import METRICS_NAMESPACE

_PERIOD = Duration.minutes(5)
_LOST = ("Bounced", "Suppressed", "Complained", "Rejected")
_SERVICE = {"service": METRICS_NAMESPACE.lower()}


def dashboard(
    scope: Construct,
    construct_id: str,
    *,
    name: str,
    functions: Sequence[lambda_.Function],
    wakes: sqs.Queue,
    alarms: Sequence[cloudwatch.IAlarm],
) -> cloudwatch.Dashboard:
    """Cases, actions and calls, lateness, the sweep, waiting wakes, failures, and the alarms that ring."""
    board = cloudwatch.Dashboard(scope, construct_id, dashboard_name=name)
    board.add_widgets(cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=24))
    board.add_widgets(
        _graph("Cases opened, actions fired", ours("CaseOpened"), ours("ActionFired")),
        _graph("Lateness of actions, s", *_late("ActionLateness")),
        _graph("Given up, stopped", ours("EffectParked"), ours("CascadeStopped")),
        _graph("Found by the sweep", ours("SweepFound"), ours("SweepOldest", "Maximum")),
    )
    board.add_widgets(
        _graph("Calls", ours("CallSent"), ours("CallFailed"), ours("CallRefused")),
        _graph("Lateness of calls, s", *_late("CallLateness")),
    )
    board.add_widgets(
        _graph("Mail in", ours("MailCase"), ours("MailComment"), ours("MailQuarantined")),
        _graph("Mail out", ours("MailNewsDelivered"), ours("MailNewsDelayed")),
        _graph("Mail lost", *(ours(f"MailNews{what}") for what in _LOST)),
    )
    board.add_widgets(
        _graph(
            "Wakes waiting",
            wakes.metric_approximate_number_of_messages_visible(period=_PERIOD),
            wakes.metric_approximate_age_of_oldest_message(period=_PERIOD),
        ),
        _graph("Failures", *(each.metric_errors(period=_PERIOD) for each in functions)),
        _graph("Duration, ms", *(each.metric_duration(period=_PERIOD) for each in functions)),
    )
    return board


def _late(name: str) -> tuple[cloudwatch.IMetric, ...]:
    return tuple(ours(name, statistic) for statistic in ("p50", "p99", "Maximum"))


def ours(name: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """A metric that our doors send."""
    return cloudwatch.Metric(
        namespace=METRICS_NAMESPACE,
        metric_name=name,
        dimensions_map=_SERVICE,
        statistic=statistic,
        period=_PERIOD,
    )


def _graph(title: str, *metrics: cloudwatch.IMetric) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=8)
