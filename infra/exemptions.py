"""What cdk-nag may not complain about: one construct, one rule and a reason each."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.stages import Stage


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that does not hold for one construct, and why."""

    construct: str
    rule: str
    reason: str


_DOORS = (
    "WebToCase",
    "ApiDoor",
    "MilestoneActions",
    "Sweep",
    "CallOut",
    "PublishEvents",
    "JobsDoor",
    "EmailToCase",
    "RecordDelivery",
)
_WRITING_DOORS = (
    "WebToCase",
    "ApiDoor",
    "MilestoneActions",
    "JobsDoor",
    "EmailToCase",
    "RecordDelivery",
)
_DEAD_LETTERS = {
    "WakeDeadLetters": "the wake queue's redrive policy",
    "MailDeadLetters": "the mail queue's redrive policy",
    "DeliveryDeadLetters": "the delivery queue's redrive policy",
    "CallDeadLetters": "the call queue's redrive policy",
    "ScheduleDeadLetters": "the dead-letter setting of every schedule",
    "EventDeadLetters": "the stream's on-failure destination",
    "SweepDeadLetters": "the rule's dead-letter setting and the sweep's on-failure destination",
    "DailyDeadLetters": "the rule's dead-letter setting and the door's on-failure destination",
}
_REDRIVEN = ("WakeDeadLetters", "CallDeadLetters", "MailDeadLetters", "DeliveryDeadLetters")
_MAIL_BUCKET = "ExportsOutputFnGetAttMail6A3D1F64ArnA87704DD"
_PUBLIC_ROUTES = {
    "GET--web-to-case": "A stranger sees the blank form",
    "POST--web-to-case": "A stranger sends the form; throttled, with a concurrency of its own",
    "GET--openapi.json": "The description of the API is no secret, and throttled",
}


def exemptions(stage: Stage) -> Iterator[Exemption]:
    """Every exemption of a stage."""
    yield from _of_people(f"Milepost-{stage.name}-data/People/Resource")
    service = f"Milepost-{stage.name}-service"
    for door in _DOORS:
        yield from _of_functions(f"{service}/{door}/Function/Resource")
    for door in _WRITING_DOORS:
        yield _of_names_unknown(
            f"{service}/{door}",
            f"scheduler:<AWS::Region>:<AWS::AccountId>:schedule/{stage.prefix}/*",
            "Schedules are named when they are made; the group, which is ours alone, is the limit",
        )
    yield _of_names_unknown(
        f"{service}/PublishEvents",
        f"dynamodb:<AWS::Region>:<AWS::AccountId>:table/{stage.prefix}/stream/*",
        "A stream is named when it is switched on; the table, which is ours alone, is the limit",
    )
    yield _of_names_unknown(
        f"{service}/CallOut",
        f"secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:{stage.call_secrets}*",
        "Secrets are made by people; the names of this stage's calls, and nothing else, are the limit",
    )
    for door in ("EmailToCase", "MilestoneActions"):
        yield _of_names_unknown(
            f"{service}/{door}",
            f"secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:{stage.mail_secrets}reply-*",
            "AWS adds letters to the name of a secret; the one secret of this stage is the limit",
        )
    yield from _of_mail(
        f"Milepost-{stage.name}-data",
        f"{service}/EmailToCase",
        f"{service}/ApiDoor",
        f"{service}/MilestoneActions",
    )
    yield from _of_machine(f"{service}/Jobs/Machine/Resource")
    for name, user in _DEAD_LETTERS.items():
        yield from _of_dead_letters(f"{service}/{name}/Resource", user)
    for route, reason in _PUBLIC_ROUTES.items():
        yield Exemption(f"{service}/Http/Api/{route}/Resource", "AwsSolutions-APIG4", reason)
    for source in (
        "MilestoneActions/Function/Wakes",
        "CallOut/Function/Calls",
        "EmailToCase/Function/Mails",
        "RecordDelivery/Function/Deliveries",
    ):
        yield Exemption(
            f"{service}/{source}/Resource",
            "Serverless-LambdaEventSourceMappingDestination",
            "A queue needs none: what fails goes back, and by its redrive policy to dead letters",
        )


def _of_mail(data: str, door: str, api: str, actions: str) -> Iterator[Exemption]:
    for user, folder in (
        *((user, "in") for user in (door, api)),
        *((user, "cases") for user in (door, api, actions)),
        *((user, "uploads") for user in (api, actions)),
    ):
        yield Exemption(
            f"{user}/Role/DefaultPolicy/Resource",
            f"AwsSolutions-IAM5[Resource::{data}:{_MAIL_BUCKET}/{folder}/*]",
            "Mails and files have names of their own; the folder is the limit",
        )
    logs = (
        "One door reads originals and logs each; people get addresses of one original, for minutes"
    )
    yield Exemption(f"{data}/Mail/Resource", "AwsSolutions-S1", logs)
    turned = (
        "Turned by people when somebody may know it; a scheduled turn would void mails in flight"
    )
    yield Exemption(f"{data}/ReplySecret/Resource", "AwsSolutions-SMG4", turned)


def _of_names_unknown(door: str, resource: str, reason: str) -> Exemption:
    rule = f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:{resource}]"
    return Exemption(f"{door}/Role/DefaultPolicy/Resource", rule, reason)


def _of_people(pool: str) -> Iterator[Exemption]:
    yield Exemption(
        pool,
        "AwsSolutions-COG2",
        "A second factor is offered, not forced: the company's own sign-in policy decides",
    )
    yield Exemption(
        pool,
        "AwsSolutions-COG8",
        "The Plus plan is paid per user and guards self sign-up, which is switched off",
    )


def _of_functions(function: str) -> Iterator[Exemption]:
    runtime = "The wheels and byte code of the build are made for 3.13, which is supported"
    dead = "Failures end in the queue, stream or rule that called; a call over HTTP is answered"
    trace = "The tracer costs more start-up than all our models; logs carry the request id"
    yield Exemption(function, "AwsSolutions-L1", runtime)
    yield Exemption(function, "Serverless-LambdaLatestVersion", runtime)
    yield Exemption(function, "Serverless-LambdaDLQ", dead)
    yield Exemption(function, "Serverless-LambdaTracing", trace)


def _of_machine(machine: str) -> Iterator[Exemption]:
    trace = "It calls one door, whose logs carry the job, the lane and the request id"
    events = "The table says how far a job is; executions keep their events for ninety days"
    yield Exemption(machine, "AwsSolutions-SF1", events)
    yield Exemption(machine, "AwsSolutions-SF2", trace)
    yield Exemption(machine, "Serverless-StepFunctionStateMachineXray", trace)


def _of_dead_letters(queue: str, user: str) -> Iterator[Exemption]:
    reason = f"This is where messages end, by {user}; an alarm watches it"
    yield Exemption(queue, "Serverless-SQSRedrivePolicy", reason)
    if not any(name in queue for name in _REDRIVEN):
        yield Exemption(queue, "AwsSolutions-SQS3", reason)
