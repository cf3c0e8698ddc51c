"""The doors and what feeds them, each with its grants beside it."""

from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.parts.http_api import ServiceApi
from infra.parts.queues import dead_letters, wake_queue
from infra.parts.service_function import ServiceFunction
from infra.parts.timers import Timers
from infra.stacks.data import DataStack
from infra.stages import FUNCTION_TIMEOUT, WAKE_BATCH, Stage
from shared.names import Attribute, Door, Env, Index

_TABLE_READS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
_TABLE_WRITES = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"]


class ServiceStack(Stack):
    """Stateless things alone: this stack can be deleted and made again."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: Stage, data: DataStack, assets: Path
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self._data = data
        self._assets = assets
        prefix = f"milepost-{stage.name}"
        self.wake_dead = dead_letters(self, "WakeDeadLetters", f"{prefix}-wake-dead")
        self.schedule_dead = dead_letters(self, "ScheduleDeadLetters", f"{prefix}-schedule-dead")
        self.event_dead = dead_letters(self, "EventDeadLetters", f"{prefix}-event-dead")
        self.sweep_dead = dead_letters(self, "SweepDeadLetters", f"{prefix}-sweep-dead")
        self.wakes = wake_queue(self, "Wakes", f"{prefix}-wake", self.wake_dead)
        self.timers = Timers(
            self,
            "Timers",
            group_name=prefix,
            wake_queue=self.wakes,
            dead=self.schedule_dead,
        )
        self._layer = lambda_.LayerVersion(
            self,
            "Libraries",
            code=lambda_.Code.from_asset(str(assets / "layer")),
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            compatible_architectures=[lambda_.Architecture.ARM_64],
            description="Third-party libraries, as the lock file says",
        )
        self.functions = {
            Door.WEB_TO_CASE: self._web_to_case(),
            Door.API: self._api(),
            Door.MILESTONE_ACTIONS: self._milestone_actions(),
            Door.SWEEP: self._sweep(),
            Door.PUBLISH_EVENTS: self._publish_events(),
        }
        self.api = ServiceApi(
            self,
            "Http",
            stage=stage,
            api_function=self.functions[Door.API].function,
            form_function=self.functions[Door.WEB_TO_CASE].function,
            issuer=f"https://cognito-idp.{self.region}.amazonaws.com/{data.pool.user_pool_id}",
            audience=data.client.user_pool_client_id,
        )
        for name, value in {
            "WakeQueueUrl": self.wakes.queue_url,
            "WakeQueueArn": self.wakes.queue_arn,
            "WakeDlqUrl": self.wake_dead.queue_url,
            "ScheduleGroup": self.timers.group_name,
            "ScheduleRoleArn": self.timers.role.role_arn,
            "ScheduleDlqArn": self.schedule_dead.queue_arn,
            "SweepFunctionName": self.functions[Door.SWEEP].function.function_name,
            "MailConfigurationSet": f"milepost-{stage.name}",
        }.items():
            CfnOutput(self, name, value=value)

    def _web_to_case(self) -> ServiceFunction:
        door = self._door("WebToCase", Door.WEB_TO_CASE, self._stage.api_memory)
        self._may_read_and_write_records(door)
        self._may_arm_and_wake(door)
        return door

    def _api(self) -> ServiceFunction:
        door = self._door("ApiDoor", Door.API, self._stage.api_memory)
        self._may_read_and_write_records(door)
        self._may_arm_and_wake(door)
        lists = [self._index(name) for name in (Index.WORK, Index.ALL, Index.ACCOUNT)]
        door.allow("Lists", ["dynamodb:Query"], lists)
        return door

    def _milestone_actions(self) -> ServiceFunction:
        door = self._door("MilestoneActions", Door.MILESTONE_ACTIONS, self._stage.worker_memory)
        self._may_read_and_write_records(door)
        door.allow("Log", ["dynamodb:BatchWriteItem"], [self._data.table.table_arn])
        self._may_arm_and_wake(door)
        door.allow(
            "Mail",
            ["ses:SendEmail", "ses:SendRawEmail"],
            [
                self.format_arn(
                    service="ses", resource="identity", resource_name=self._stage.sender
                ),
                self.format_arn(
                    service="ses",
                    resource="configuration-set",
                    resource_name=f"milepost-{self._stage.name}",
                ),
            ],
            conditions={"StringEquals": {"ses:FromAddress": self._stage.sender}},
        )
        door.allow(
            "Consume",
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            [self.wakes.queue_arn],
        )
        door.function.add_event_source(
            sources.SqsEventSource(
                self.wakes,
                batch_size=WAKE_BATCH,
                max_batching_window=Duration.seconds(0),
                report_batch_item_failures=True,
                max_concurrency=self._stage.worker_concurrency,
            )
        )
        return door

    def _sweep(self) -> ServiceFunction:
        door = self._door("Sweep", Door.SWEEP, self._stage.worker_memory)
        door.allow("Due", ["dynamodb:Query"], [self._index(Index.DUE)])
        door.allow("Wake", ["sqs:SendMessage"], [self.wakes.queue_arn])
        door.function.configure_async_invoke(retry_attempts=0, max_event_age=Duration.seconds(60))
        events.Rule(
            self,
            "EveryMinute",
            description="Whatever is overdue goes onto the wake queue",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            targets=[
                targets.LambdaFunction(
                    door.function,
                    dead_letter_queue=self.sweep_dead,
                    retry_attempts=1,
                    max_event_age=Duration.seconds(60),
                )
            ],
        )
        return door

    def _publish_events(self) -> ServiceFunction:
        door = self._door("PublishEvents", Door.PUBLISH_EVENTS, self._stage.worker_memory)
        stream = self._data.table.table_stream_arn
        if stream is None:
            raise ValueError("the table has no stream")
        door.allow(
            "Stream",
            ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
            [stream],
        )
        door.allow("Publish", ["events:PutEvents"], [self._data.bus.event_bus_arn])
        door.allow("GiveUp", ["sqs:SendMessage"], [self.event_dead.queue_arn])
        door.function.add_event_source(
            sources.DynamoEventSource(
                self._data.table,
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                batch_size=100,
                bisect_batch_on_error=True,
                retry_attempts=10,
                max_record_age=Duration.hours(6),
                report_batch_item_failures=True,
                on_failure=sources.SqsDlq(self.event_dead),
                filters=[
                    lambda_.FilterCriteria.filter(
                        {
                            "eventName": ["INSERT"],
                            "dynamodb": {
                                "Keys": {Attribute.SK.value: {"S": [{"prefix": "EVENT#"}]}}
                            },
                        }
                    )
                ],
            )
        )
        return door

    def _door(self, construct_id: str, door: Door, memory: int) -> ServiceFunction:
        return ServiceFunction(
            self,
            construct_id,
            door=door,
            stage=self._stage,
            assets=self._assets,
            layer=self._layer,
            values=self._values(),
            memory=memory,
        )

    def _values(self) -> dict[Env, str]:
        return {
            Env.STAGE: self._stage.name,
            Env.DEPLOYMENT: f"milepost-{self._stage.name}",
            Env.TABLE_NAME: self._data.table.table_name,
            Env.WAKE_QUEUE_URL: self.wakes.queue_url,
            Env.WAKE_QUEUE_ARN: self.wakes.queue_arn,
            Env.SCHEDULE_GROUP: self.timers.group_name,
            Env.SCHEDULE_ROLE_ARN: self.timers.role.role_arn,
            Env.SCHEDULE_DLQ_ARN: self.schedule_dead.queue_arn,
            Env.MAIL_SENDER: self._stage.sender,
            Env.MAIL_CONFIGURATION_SET: f"milepost-{self._stage.name}",
            Env.BUS_NAME: self._data.bus.event_bus_name,
            Env.FUNCTION_TIMEOUT: str(FUNCTION_TIMEOUT),
        }

    def _index(self, index: Index) -> str:
        return f"{self._data.table.table_arn}/index/{index.value}"

    def _may_read_and_write_records(self, door: ServiceFunction) -> None:
        door.allow("Records", [*_TABLE_READS, *_TABLE_WRITES], [self._data.table.table_arn])

    def _may_arm_and_wake(self, door: ServiceFunction) -> None:
        door.allow("Arm", ["scheduler:CreateSchedule"], [self.timers.schedules_arn])
        door.allow(
            "PassTheScheduleRole",
            ["iam:PassRole"],
            [self.timers.role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}},
        )
        door.allow("Wake", ["sqs:SendMessage"], [self.wakes.queue_arn])
