"""How an alarm is made: named for what is wrong, and sent to one topic."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

_MORE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
_LESS = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD


class Alarms:
    """The alarms of a stage; docs/operations.md has a line for each of them."""

    def __init__(self, scope: Construct, *, prefix: str, account: str) -> None:
        self._scope = scope
        self._prefix = prefix
        self.topic = sns.Topic(scope, "Alarms", topic_name=f"{prefix}-alarms", enforce_ssl=True)
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsMayPublish",
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": account}},
            )
        )

    def above(
        self, limit: float, metric: cloudwatch.IMetric, *, name: str, says: str
    ) -> cloudwatch.Alarm:
        """Ring as soon as the metric is above the limit; silence is no news."""
        return self._alarm(
            name,
            metric=metric,
            threshold=limit,
            alarm_description=says,
            evaluation_periods=1,
            comparison_operator=_MORE,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )

    def silent(
        self, metric: cloudwatch.IMetric, *, periods: int, name: str, says: str
    ) -> cloudwatch.Alarm:
        """Ring when nothing was counted for so many periods; silence is the news."""
        return self._alarm(
            name,
            metric=metric,
            threshold=1,
            alarm_description=says,
            evaluation_periods=periods,
            comparison_operator=_LESS,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
        )

    def _alarm(
        self,
        name: str,
        *,
        metric: cloudwatch.IMetric,
        threshold: float,
        alarm_description: str,
        evaluation_periods: int,
        comparison_operator: cloudwatch.ComparisonOperator,
        treat_missing_data: cloudwatch.TreatMissingData,
    ) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self._scope,
            "".join(word.capitalize() for word in name.split("-")),
            alarm_name=f"{self._prefix}-{name}",
            metric=metric,
            threshold=threshold,
            alarm_description=alarm_description,
            evaluation_periods=evaluation_periods,
            comparison_operator=comparison_operator,
            treat_missing_data=treat_missing_data,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        return alarm
