"""The composition root: which adapters a door works with; the only module that sees both sides."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared import settings
from shared.adapters.aws import client
from shared.adapters.bus import EventBus
from shared.adapters.call_queue import SqsCalls
from shared.adapters.dynamo.directory import DynamoDirectory
from shared.adapters.dynamo.policy_store import DynamoPolicies
from shared.adapters.dynamo.record_store import DynamoRecords
from shared.adapters.late import Late
from shared.adapters.mail import SesPostman
from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import HttpsOutgoing
from shared.adapters.scheduler import SchedulerAlarm
from shared.adapters.secret_store import ManagedSecrets
from shared.adapters.system import SystemClock, SystemMint
from shared.adapters.wake_queue import SqsWakes
from shared.domain.history import Caller, HistoryEntry
from shared.errors import Misconfigured
from shared.names import LOCAL_STAGE, Door
from shared.ports import DeadLetters, SecretKeeper
from shared.settings import Settings
from shared.workflows.call_world import CallWorld
from shared.workflows.world import World

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from shared.workflows.mail_world import MailWorld


@lru_cache(maxsize=8)
def world(door: Door) -> World:
    """The world of a door, made once while it is imported; raises Misconfigured."""
    return world_of(settings.load(door))


def world_of(given: Settings) -> World:
    """A world from settings at hand; clients are made here and nowhere else."""
    dynamo = client("dynamodb")
    return World(
        records=DynamoRecords(dynamo, given.table_name),
        directory=DynamoDirectory(dynamo, given.table_name),
        policies=DynamoPolicies(dynamo, given.table_name),
        **_for_few_doors(dynamo, given),
        alarm=SchedulerAlarm(
            client("scheduler"),
            group=given.schedule_group,
            role_arn=given.schedule_role_arn,
            queue_arn=given.wake_queue_arn,
            dlq_arn=given.schedule_dlq_arn,
        ),
        wakes=SqsWakes(client("sqs"), given.wake_queue_url),
        postman=SesPostman(
            client("ses"),
            sender=given.mail_sender,
            configuration_set=given.mail_configuration_set,
            deployment=given.deployment,
        ),
        calls=SqsCalls(client("sqs"), given.call_queue_url),
        bus=EventBus(client("events"), given.bus_name),
        clock=SystemClock(),
        mint=SystemMint(),
        mail_sender=given.mail_sender,
        claim_seconds=2 * given.function_timeout,
        public_holidays=_public_holidays,
    )


def _public_holidays(country: str, subdivision: str | None, years: range) -> Mapping[str, str]:
    from shared.adapters.public_holidays import public_holidays  # noqa: PLC0415 - seldom needed

    return public_holidays(country, subdivision, years)


def _for_few_doors(dynamo: "DynamoDBClient", given: Settings) -> dict[str, Any]:
    """Ports that few doors ask for: each is made, with all that it imports, when one does."""

    def jobs() -> object:
        from shared.adapters.dynamo.jobs import DynamoJobs  # noqa: PLC0415 - see above

        return DynamoJobs(dynamo, given.table_name)

    def runs() -> object:
        from shared.adapters.executions import StepRuns  # noqa: PLC0415 - see above

        return StepRuns(lambda: client("stepfunctions"), given.job_machine_arn)

    def notices() -> object:
        from shared.adapters.dynamo.notices import DynamoNotices  # noqa: PLC0415 - see above

        return DynamoNotices(dynamo, given.table_name)

    def ledger() -> object:
        from shared.adapters.dynamo.ledger import DynamoLedger  # noqa: PLC0415 - see above

        return DynamoLedger(dynamo, given.table_name)

    made = {"jobs": jobs, "runs": runs, "notices": notices, "ledger": ledger}
    return {name: Late(make) for name, make in (made | _for_mail(dynamo, given)).items()}


def _for_mail(dynamo: "DynamoDBClient", given: Settings) -> dict[str, Callable[[], object]]:
    """Those of mail; what knows mails that came in is heavy."""

    def mails() -> object:
        from shared.adapters.dynamo.mails import DynamoMails  # noqa: PLC0415 - see above

        return DynamoMails(dynamo, given.table_name)

    def mailbox() -> object:
        from shared.adapters.mailbox import S3Mailbox  # noqa: PLC0415 - see above

        return S3Mailbox(client("s3"), given.mail_bucket)

    def counters() -> object:
        from shared.adapters.dynamo.counters import DynamoCounters  # noqa: PLC0415 - see above

        return DynamoCounters(dynamo, given.table_name)

    def secrets() -> object:
        return ManagedSecrets(client("secretsmanager"), given.mail_secrets, SystemClock())

    def mail_states() -> object:
        from shared.adapters.dynamo.mail_states import DynamoMailStates  # noqa: PLC0415 - see above

        return DynamoMailStates(dynamo, given.table_name)

    return {
        "mails": mails,
        "mailbox": mailbox,
        "counters": counters,
        "secrets": secrets,
        "mail_states": mail_states,
    }


@lru_cache(maxsize=1)
def call_world() -> CallWorld:
    """The world of the door `call_out`, without the table; raises Misconfigured."""
    given = settings.load(Door.CALL_OUT)
    clock = SystemClock()
    return CallWorld(
        outgoing=HttpsOutgoing(egress_of(given)),
        secrets=ManagedSecrets(client("secretsmanager"), given.call_secrets, clock),
        wakes=SqsWakes(client("sqs"), given.wake_queue_url),
        clock=clock,
    )


def unreadable_deliveries() -> "DeadLetters":
    """Where news of mails ends that the door `record_delivery` cannot read; raises Misconfigured."""
    from shared.adapters.dead_letters import SqsDeadLetters  # noqa: PLC0415 - one door's

    given = settings.load(Door.RECORD_DELIVERY)
    return SqsDeadLetters(client("sqs"), given.delivery_dlq_url)


@lru_cache(maxsize=1)
def mail_world() -> "MailWorld":
    """The world of the door `email_to_case`; raises Misconfigured."""
    return mail_world_of(settings.load(Door.EMAIL_TO_CASE))


def mail_world_of(given: Settings) -> "MailWorld":
    """The world of mail from settings at hand."""
    # what reads mail is heavy, and one door's alone
    from shared.adapters.dynamo.mails import DynamoMails  # noqa: PLC0415
    from shared.adapters.mailbox import S3Mailbox  # noqa: PLC0415
    from shared.workflows.mail_world import MailWorld  # noqa: PLC0415

    return MailWorld(
        world=world_of(given),
        mails=DynamoMails(client("dynamodb"), given.table_name),
        mailbox=S3Mailbox(client("s3"), given.mail_bucket),
        secrets=ManagedSecrets(client("secretsmanager"), given.mail_secrets, SystemClock()),
        deployment=given.deployment,
    )


def egress_of(given: Settings) -> Egress:
    """The egress rule of a deployment; raises Misconfigured for loopback outside the local stage."""
    if given.call_egress == "public":
        return Egress()
    if given.call_egress == "loopback" and given.stage == LOCAL_STAGE:
        return Egress(loopback=True, authority=given.call_authority)
    raise Misconfigured(f"The stage {given.stage} cannot have the egress '{given.call_egress}'.")


def entries_of_stream(event: Mapping[str, Any]) -> list[tuple[str, HistoryEntry]]:
    """History entries in a stream event, each with its sequence number."""
    return [
        (
            str(record["dynamodb"]["SequenceNumber"]),
            HistoryEntry.model_validate(json.loads(record["dynamodb"]["NewImage"]["body"]["S"])),
        )
        for record in event.get("Records", ())
        if "NewImage" in record.get("dynamodb", {})
    ]


def secrets_for_cli(outputs: Mapping[str, str]) -> SecretKeeper:
    """The secrets of a deployment's calls, for people; raises Misconfigured."""
    return _keeper(outputs, "CallSecrets")


def mail_secrets_for_cli(outputs: Mapping[str, str]) -> SecretKeeper:
    """The secrets that mail is signed with, for people; raises Misconfigured."""
    return _keeper(outputs, "MailSecrets")


def _keeper(outputs: Mapping[str, str], name: str) -> SecretKeeper:
    from shared.adapters.secret_keeper import ManagedSecretKeeper  # noqa: PLC0415 - no door's

    prefix = outputs.get(name)
    if prefix is None:
        raise Misconfigured(f"The deployment has no output {name}: deploy it again.")
    return ManagedSecretKeeper(client("secretsmanager"), prefix, SystemClock())


def world_for_cli(outputs: Mapping[str, str], caller: Caller) -> World:
    """The world of the command line, from the outputs of the deployed stacks (door `cli`)."""
    return world_of(_settings_of(outputs, caller))


def mail_world_for_cli(outputs: Mapping[str, str], caller: Caller) -> "MailWorld":
    """The same for mail; its deployment is that of the doors, so that our own mail is known."""
    given = replace(_settings_of(outputs, caller), deployment=outputs["MailConfigurationSet"])
    return mail_world_of(given)


def _settings_of(outputs: Mapping[str, str], caller: Caller) -> Settings:
    try:
        return Settings(
            deployment=f"cli:{caller.name}",
            table_name=outputs["TableName"],
            wake_queue_url=outputs["WakeQueueUrl"],
            wake_queue_arn=outputs["WakeQueueArn"],
            schedule_group=outputs["ScheduleGroup"],
            schedule_role_arn=outputs["ScheduleRoleArn"],
            schedule_dlq_arn=outputs["ScheduleDlqArn"],
            mail_sender=outputs["MailSender"],
            mail_configuration_set=outputs["MailConfigurationSet"],
            bus_name=outputs["BusName"],
            job_machine_arn=outputs.get("JobMachineArn", ""),
            mail_bucket=outputs.get("MailBucket", ""),
            mail_secrets=outputs.get("MailSecrets", ""),
        )
    except KeyError as missing:
        raise Misconfigured(f"The deployment has no output {missing.args[0]}.") from missing
