"""What doors may do: every action written out by hand, on the narrowest resource there is."""

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from infra.parts.timers import Timers
from infra.stages import Stage
from shared.names import Index


def write_logs(group: logs.ILogGroup) -> iam.PolicyStatement:
    """Write to one log group."""
    return _allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], group.log_group_arn)


def read_and_write(table: dynamodb.ITableV2) -> iam.PolicyStatement:
    """Load, decide, commit; a transaction asks for the actions that it is made of."""
    actions = [
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:ConditionCheckItem",
    ]
    return _allow("Records", actions, table.table_arn)


def write_in_bulk(table: dynamodb.ITableV2) -> iam.PolicyStatement:
    """Keep the log of actions, which needs no conditions."""
    return _allow("Log", ["dynamodb:BatchWriteItem"], table.table_arn)


def forget(table: dynamodb.ITableV2) -> iam.PolicyStatement:
    """Take documents of the directory away, with the copies that were made of them."""
    return _allow("Forget", ["dynamodb:DeleteItem"], table.table_arn)


def query(table: dynamodb.ITableV2, *indexes: Index) -> iam.PolicyStatement:
    """Read lists from these indexes."""
    arns = [f"{table.table_arn}/index/{index.value}" for index in indexes]
    return _allow("Lists", ["dynamodb:Query"], *arns)


def arm(timers: Timers) -> tuple[iam.PolicyStatement, iam.PolicyStatement]:
    """Make schedules of the group, which are never changed and never deleted."""
    pass_role = _allow("PassTheScheduleRole", ["iam:PassRole"], timers.role.role_arn)
    pass_role.add_condition("StringEquals", {"iam:PassedToService": "scheduler.amazonaws.com"})
    return _allow("Arm", ["scheduler:CreateSchedule"], timers.schedules_arn), pass_role


def send(sid: str, *queues: sqs.IQueue) -> iam.PolicyStatement:
    """Put messages onto these queues."""
    return _allow(sid, ["sqs:SendMessage"], *(queue.queue_arn for queue in queues))


def consume(queue: sqs.IQueue) -> iam.PolicyStatement:
    """What Lambda does with a queue in the function's name."""
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    return _allow("Consume", actions, queue.queue_arn)


def send_mail(stack: Stack, stage: Stage) -> iam.PolicyStatement:
    """Send from the stage's one address, by what SES has verified of it, through one set."""
    mail = _allow(
        "Mail",
        ["ses:SendEmail", "ses:SendRawEmail"],
        stack.format_arn(service="ses", resource="identity", resource_name=stage.sending_identity),
        stack.format_arn(service="ses", resource="configuration-set", resource_name=stage.prefix),
    )
    mail.add_condition("StringEquals", {"ses:FromAddress": stage.sender})
    return mail


def read_secrets(stack: Stack, stage: Stage) -> iam.PolicyStatement:
    """Read the secrets of calls, of this stage alone; their names end in letters that AWS adds."""
    secrets = stack.format_arn(
        service="secretsmanager",
        resource="secret",
        resource_name=f"{stage.call_secrets}*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return _allow("Secrets", ["secretsmanager:GetSecretValue"], secrets)


def read_mail_secret(stack: Stack, stage: Stage) -> iam.PolicyStatement:
    """Read the secret of reply addresses; its name ends in letters that AWS adds."""
    secret = stack.format_arn(
        service="secretsmanager",
        resource="secret",
        resource_name=f"{stage.mail_secrets}reply-*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return _allow("ReplySecret", ["secretsmanager:GetSecretValue"], secret)


def read_mail(bucket: s3.IBucket) -> iam.PolicyStatement:
    """Read originals, which lie under `in/`."""
    return _allow("Originals", ["s3:GetObject"], bucket.arn_for_objects("in/*"))


def fetch_files(bucket: s3.IBucket) -> iam.PolicyStatement:
    """Read files of records: those that came with mails, and those that were put up."""
    folders = (bucket.arn_for_objects("cases/*"), bucket.arn_for_objects("uploads/*"))
    return _allow("Attachments", ["s3:GetObject"], *folders)


def put_up_files(bucket: s3.IBucket) -> iam.PolicyStatement:
    """Sign addresses at which agents put files up."""
    return _allow("Uploads", ["s3:PutObject"], bucket.arn_for_objects("uploads/*"))


def keep_files(bucket: s3.IBucket) -> iam.PolicyStatement:
    """Keep what was taken out of mails, under `cases/`."""
    return _allow("Files", ["s3:PutObject"], bucket.arn_for_objects("cases/*"))


def read_stream(arn: str) -> iam.PolicyStatement:
    """What Lambda does with a stream in the function's name."""
    actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    return _allow("Stream", actions, arn)


def list_streams(stack: Stack, stage: Stage) -> iam.PolicyStatement:
    """The same; a stream cannot be named when streams are listed, so its table is the limit."""
    streams = stack.format_arn(
        service="dynamodb", resource="table", resource_name=f"{stage.prefix}/stream/*"
    )
    return _allow("Streams", ["dynamodb:ListStreams"], streams)


def publish(bus: events.IEventBus) -> iam.PolicyStatement:
    """Put events onto one bus."""
    return _allow("Publish", ["events:PutEvents"], bus.event_bus_arn)


def start_jobs(machine_arn: str) -> iam.PolicyStatement:
    """Start the machine that keeps jobs going."""
    return _allow("StartJobs", ["states:StartExecution"], machine_arn)


def _allow(sid: str, actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=actions, resources=list(resources))
