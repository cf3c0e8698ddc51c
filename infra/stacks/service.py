"""The doors and what feeds them, each with what it may do beside it."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from constructs import Construct

from infra.assets import Assets
from infra.parts import permissions as may
from infra.parts.daily_rule import begin_each_day
from infra.parts.http_api import ServiceApi
from infra.parts.job_machine import JobMachine, machine_arn
from infra.parts.queues import (
    call_queue,
    dead_letters,
    feed_calls,
    feed_deliveries,
    feed_mails,
    feed_wakes,
    mail_queue,
    wake_queue,
)
from infra.parts.receiving import rule_may_send, topic_may_send
from infra.parts.service_function import Limits, ServiceFunction, libraries
from infra.parts.streams import feed_history
from infra.parts.sweep_rule import sweep_every
from infra.parts.timers import Timers
from infra.stacks.data import DataStack
from infra.stages import Stage
from shared.names import Door, Env, Index

_TIMEOUT = 20
"""Below the thirty seconds of the HTTP API; six of them hide a wake while it is worked on."""

_SWEEP_TIMEOUT = 50
"""Below its minute, so that sweeps do not overlap."""

_MAIL_TIMEOUT = 60
_MAIL_MEMORY = 1024
"""The largest mail that is read whole, and one of its files, fit thrice."""

_JOBS_TIMEOUT = 300
"""Long enough that a big job needs few calls."""


class ServiceStack(Stack):
    """Stateless things alone: this stack can be deleted and made again."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: Stage, data: DataStack, assets: Assets
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self._data = data
        self._assets = assets
        self._job_machine_name = f"{stage.prefix}-jobs"
        self._job_machine_arn = machine_arn(self, self._job_machine_name)
        self._layer = libraries(self, "Libraries", stage=stage, assets=assets)
        self._queues()
        self.functions = {
            Door.WEB_TO_CASE: self._web_to_case(),
            Door.API: self._api(),
            Door.MILESTONE_ACTIONS: self._milestone_actions(),
            Door.SWEEP: self._sweep(),
            Door.CALL_OUT: self._call_out(),
            Door.PUBLISH_EVENTS: self._publish_events(),
            Door.JOBS: self._jobs(),
            Door.EMAIL_TO_CASE: self._email_to_case(),
            Door.RECORD_DELIVERY: self._record_delivery(),
        }
        self.job_machine = JobMachine(
            self,
            "Jobs",
            name=self._job_machine_name,
            door=self.functions[Door.JOBS].function,
            timeout=_JOBS_TIMEOUT,
        )
        self.api = self._http()
        self._say()

    def _queues(self) -> None:
        prefix = self._stage.prefix
        self.wake_dead = dead_letters(self, "WakeDeadLetters", f"{prefix}-wake-dead")
        self.call_dead = dead_letters(self, "CallDeadLetters", f"{prefix}-call-dead")
        self.schedule_dead = dead_letters(self, "ScheduleDeadLetters", f"{prefix}-schedule-dead")
        self.event_dead = dead_letters(self, "EventDeadLetters", f"{prefix}-event-dead")
        self.sweep_dead = dead_letters(self, "SweepDeadLetters", f"{prefix}-sweep-dead")
        self.daily_dead = dead_letters(self, "DailyDeadLetters", f"{prefix}-daily-dead")
        self.wakes = wake_queue(
            self, "Wakes", name=f"{prefix}-wake", dead=self.wake_dead, timeout=_TIMEOUT
        )
        self.calls = call_queue(
            self, "Calls", name=f"{prefix}-call", dead=self.call_dead, timeout=_TIMEOUT
        )
        self.mail_dead = dead_letters(self, "MailDeadLetters", f"{prefix}-mail-dead")
        self.mails = mail_queue(
            self, "Mails", name=f"{prefix}-mail", dead=self.mail_dead, timeout=_MAIL_TIMEOUT
        )
        self.delivery_dead = dead_letters(self, "DeliveryDeadLetters", f"{prefix}-delivery-dead")
        self.deliveries = mail_queue(
            self,
            "Deliveries",
            name=f"{prefix}-delivery",
            dead=self.delivery_dead,
            timeout=_TIMEOUT,
        )
        if self._stage.mail is not None:
            for queue in (self.deliveries, self.delivery_dead):
                queue.add_to_resource_policy(rule_may_send(self, self._stage, queue))
            for queue in (self.mails, self.mail_dead):
                queue.add_to_resource_policy(topic_may_send(self, self._stage, queue))
        self.timers = Timers(
            self, "Timers", group_name=prefix, wake_queue=self.wakes, dead=self.schedule_dead
        )

    def _web_to_case(self) -> ServiceFunction:
        limits = Limits(self._stage.people_memory, _TIMEOUT, self._stage.form_concurrency)
        door = self._door("WebToCase", Door.WEB_TO_CASE, limits)
        door.allow(
            may.read_and_write(self._data.table),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
        )
        return door

    def _api(self) -> ServiceFunction:
        door = self._door("ApiDoor", Door.API, Limits(self._stage.people_memory, _TIMEOUT))
        table = self._data.table
        door.allow(
            may.read_and_write(table),
            may.write_in_bulk(table),
            may.forget(table),
            may.query(table, Index.WORK, Index.ALL, Index.ACCOUNT, Index.CONTACT, Index.DUE),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
            may.start_jobs(self._job_machine_arn),
            may.fetch_files(self._data.mail),
            may.read_mail(self._data.mail),
            may.put_up_files(self._data.mail),
        )
        return door

    def _milestone_actions(self) -> ServiceFunction:
        limits = Limits(self._stage.worker_memory, _TIMEOUT)
        door = self._door("MilestoneActions", Door.MILESTONE_ACTIONS, limits)
        door.allow(
            may.read_and_write(self._data.table),
            may.write_in_bulk(self._data.table),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
            may.send("Call", self.calls),
            may.consume(self.wakes),
            may.send_mail(self, self._stage),
            may.read_mail_secret(self, self._stage),
            may.fetch_files(self._data.mail),
        )
        feed_wakes(door.function, self.wakes, concurrency=self._stage.worker_concurrency)
        return door

    def _sweep(self) -> ServiceFunction:
        door = self._door("Sweep", Door.SWEEP, Limits(self._stage.worker_memory, _SWEEP_TIMEOUT))
        door.allow(
            may.query(self._data.table, Index.DUE),
            may.send("Wake", self.wakes),
            may.send("GiveUp", self.sweep_dead),
        )
        sweep_every(
            self,
            "EveryMinute",
            minutes=self._stage.sweep_minutes,
            function=door.function,
            dead=self.sweep_dead,
        )
        return door

    def _call_out(self) -> ServiceFunction:
        door = self._door("CallOut", Door.CALL_OUT, Limits(self._stage.worker_memory, _TIMEOUT))
        door.allow(
            may.consume(self.calls),
            may.send("Report", self.wakes),
            may.read_secrets(self, self._stage),
        )
        feed_calls(door.function, self.calls, concurrency=self._stage.call_concurrency)
        return door

    def _email_to_case(self) -> ServiceFunction:
        limits = Limits(_MAIL_MEMORY, _MAIL_TIMEOUT)
        door = self._door("EmailToCase", Door.EMAIL_TO_CASE, limits)
        door.allow(
            may.read_and_write(self._data.table),
            may.write_in_bulk(self._data.table),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
            may.consume(self.mails),
            may.read_mail(self._data.mail),
            may.keep_files(self._data.mail),
            may.read_mail_secret(self, self._stage),
        )
        feed_mails(door.function, self.mails, concurrency=self._stage.mail_concurrency)
        return door

    def _record_delivery(self) -> ServiceFunction:
        limits = Limits(self._stage.worker_memory, _TIMEOUT)
        door = self._door("RecordDelivery", Door.RECORD_DELIVERY, limits)
        door.allow(
            may.read_and_write(self._data.table),
            may.write_in_bulk(self._data.table),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
            may.consume(self.deliveries),
            may.send("GiveUp", self.delivery_dead),
        )
        feed_deliveries(door.function, self.deliveries, concurrency=self._stage.mail_concurrency)
        return door

    def _publish_events(self) -> ServiceFunction:
        limits = Limits(self._stage.worker_memory, _TIMEOUT)
        door = self._door("PublishEvents", Door.PUBLISH_EVENTS, limits)
        door.allow(
            may.read_stream(self._data.stream_arn),
            may.list_streams(self, self._stage),
            may.publish(self._data.bus),
            may.send("GiveUp", self.event_dead),
        )
        feed_history(door.function, self._data.stream_arn, dead=self.event_dead)
        return door

    def _jobs(self) -> ServiceFunction:
        door = self._door("JobsDoor", Door.JOBS, Limits(self._stage.worker_memory, _JOBS_TIMEOUT))
        table = self._data.table
        door.allow(
            may.read_and_write(table),
            may.write_in_bulk(table),
            may.query(table, Index.WORK, Index.ALL, Index.ACCOUNT, Index.DUE),
            *may.arm(self.timers),
            may.send("Wake", self.wakes),
            may.start_jobs(self._job_machine_arn),
            may.send_mail(self, self._stage),
            may.publish(self._data.bus),
            may.send("GiveUp", self.daily_dead),
        )
        begin_each_day(
            self,
            "EveryDay",
            hour=self._stage.daily_hour,
            function=door.function,
            dead=self.daily_dead,
        )
        return door

    def _http(self) -> ServiceApi:
        pool = self._data.pool.user_pool_id
        people = authorizers.HttpJwtAuthorizer(
            "People",
            f"https://cognito-idp.{self.region}.{self.url_suffix}/{pool}",
            jwt_audience=[self._data.client.user_pool_client_id],
        )
        return ServiceApi(
            self,
            "Http",
            stage=self._stage,
            api_function=self.functions[Door.API].function,
            form_function=self.functions[Door.WEB_TO_CASE].function,
            people=people,
        )

    def _door(self, construct_id: str, door: Door, limits: Limits) -> ServiceFunction:
        return ServiceFunction(
            self,
            construct_id,
            door=door,
            stage=self._stage,
            assets=self._assets,
            layer=self._layer,
            values=self._values(),
            limits=limits,
        )

    def _values(self) -> dict[Env, str]:
        return {
            Env.STAGE: self._stage.name,
            Env.DEPLOYMENT: self._stage.prefix,
            Env.TABLE_NAME: self._data.table.table_name,
            Env.WAKE_QUEUE_URL: self.wakes.queue_url,
            Env.WAKE_QUEUE_ARN: self.wakes.queue_arn,
            Env.SCHEDULE_GROUP: self.timers.group_name,
            Env.SCHEDULE_ROLE_ARN: self.timers.role.role_arn,
            Env.SCHEDULE_DLQ_ARN: self.schedule_dead.queue_arn,
            Env.MAIL_SENDER: self._stage.sender,
            Env.MAIL_CONFIGURATION_SET: self._stage.prefix,
            Env.BUS_NAME: self._data.bus.event_bus_name,
            Env.CALL_QUEUE_URL: self.calls.queue_url,
            Env.CALL_SECRETS: self._stage.call_secrets,
            Env.CALL_EGRESS: self._stage.egress,
            Env.JOB_MACHINE_ARN: self._job_machine_arn,
            Env.MAIL_BUCKET: self._data.mail.bucket_name,
            Env.DELIVERY_DLQ_URL: self.delivery_dead.queue_url,
            Env.MAIL_SECRETS: self._stage.mail_secrets,
        }

    def _say(self) -> None:
        outputs = {
            "ApiUrl": self.api.api.api_endpoint,
            "WakeQueueUrl": self.wakes.queue_url,
            "WakeQueueArn": self.wakes.queue_arn,
            "WakeDlqUrl": self.wake_dead.queue_url,
            "CallDlqUrl": self.call_dead.queue_url,
            "MailQueueUrl": self.mails.queue_url,
            "DeliveryQueueUrl": self.deliveries.queue_url,
            "MailDlqUrl": self.mail_dead.queue_url,
            "ScheduleGroup": self.timers.group_name,
            "ScheduleRoleArn": self.timers.role.role_arn,
            "ScheduleDlqArn": self.schedule_dead.queue_arn,
            "SweepFunctionName": self.functions[Door.SWEEP].function.function_name,
            "MailConfigurationSet": self._stage.prefix,
            "JobMachineArn": self._job_machine_arn,
            "CallSecrets": self._stage.call_secrets,
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
