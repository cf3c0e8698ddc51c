"""Every word that two worlds must agree on: what infra creates and what the code looks for."""

from enum import StrEnum


class Env(StrEnum):
    """Environment keys that infra sets and settings reads."""

    STAGE = "STAGE"
    DEPLOYMENT = "DEPLOYMENT"
    TABLE_NAME = "TABLE_NAME"
    WAKE_QUEUE_URL = "WAKE_QUEUE_URL"
    WAKE_QUEUE_ARN = "WAKE_QUEUE_ARN"
    SCHEDULE_GROUP = "SCHEDULE_GROUP"
    SCHEDULE_ROLE_ARN = "SCHEDULE_ROLE_ARN"
    SCHEDULE_DLQ_ARN = "SCHEDULE_DLQ_ARN"
    MAIL_SENDER = "MAIL_SENDER"
    MAIL_CONFIGURATION_SET = "MAIL_CONFIGURATION_SET"
    BUS_NAME = "BUS_NAME"
    CALL_QUEUE_URL = "CALL_QUEUE_URL"
    CALL_SECRETS = "CALL_SECRETS"
    CALL_EGRESS = "CALL_EGRESS"
    CALL_AUTHORITY = "CALL_AUTHORITY"
    JOB_MACHINE_ARN = "JOB_MACHINE_ARN"
    MAIL_BUCKET = "MAIL_BUCKET"
    MAIL_SECRETS = "MAIL_SECRETS"
    DELIVERY_DLQ_URL = "DELIVERY_DLQ_URL"
    FUNCTION_TIMEOUT = "FUNCTION_TIMEOUT"


class Door(StrEnum):
    """The Lambda functions, each named for what it does; also the folder under functions/."""

    WEB_TO_CASE = "web_to_case"
    API = "api"
    MILESTONE_ACTIONS = "milestone_actions"
    SWEEP = "sweep"
    CALL_OUT = "call_out"
    PUBLISH_EVENTS = "publish_events"
    JOBS = "jobs"
    EMAIL_TO_CASE = "email_to_case"
    RECORD_DELIVERY = "record_delivery"


_WRITES_RECORDS = (
    Env.STAGE,
    Env.DEPLOYMENT,
    Env.TABLE_NAME,
    Env.WAKE_QUEUE_URL,
    Env.WAKE_QUEUE_ARN,
    Env.SCHEDULE_GROUP,
    Env.SCHEDULE_ROLE_ARN,
    Env.SCHEDULE_DLQ_ARN,
    Env.FUNCTION_TIMEOUT,
)

NEEDS: dict[Door, tuple[Env, ...]] = {
    Door.WEB_TO_CASE: _WRITES_RECORDS,
    Door.API: (*_WRITES_RECORDS, Env.JOB_MACHINE_ARN, Env.MAIL_BUCKET),
    Door.MILESTONE_ACTIONS: (
        *_WRITES_RECORDS,
        Env.MAIL_SENDER,
        Env.MAIL_CONFIGURATION_SET,
        Env.MAIL_SECRETS,
        Env.MAIL_BUCKET,
        Env.CALL_QUEUE_URL,
    ),
    Door.SWEEP: (
        Env.STAGE,
        Env.DEPLOYMENT,
        Env.TABLE_NAME,
        Env.WAKE_QUEUE_URL,
        Env.FUNCTION_TIMEOUT,
    ),
    Door.CALL_OUT: (
        Env.STAGE,
        Env.DEPLOYMENT,
        Env.WAKE_QUEUE_URL,
        Env.CALL_SECRETS,
        Env.CALL_EGRESS,
        Env.FUNCTION_TIMEOUT,
    ),
    Door.PUBLISH_EVENTS: (Env.STAGE, Env.DEPLOYMENT, Env.BUS_NAME, Env.FUNCTION_TIMEOUT),
    Door.JOBS: (
        *_WRITES_RECORDS,
        Env.JOB_MACHINE_ARN,
        Env.MAIL_SENDER,
        Env.MAIL_CONFIGURATION_SET,
        Env.BUS_NAME,
    ),
    Door.RECORD_DELIVERY: (*_WRITES_RECORDS, Env.DELIVERY_DLQ_URL),
    Door.EMAIL_TO_CASE: (*_WRITES_RECORDS, Env.MAIL_BUCKET, Env.MAIL_SECRETS),
}
"""Which keys each door reads; infra sets exactly these, settings refuses to start without them."""

LOCAL_STAGE = "local"

ONLY_LOCAL: dict[Door, tuple[Env, ...]] = {Door.CALL_OUT: (Env.CALL_AUTHORITY,)}
"""Which keys a door may be given on this machine alone; infra sets none of them anywhere."""


class Index(StrEnum):
    """Secondary indexes of the one table."""

    DUE = "due"
    WORK = "work"
    ALL = "all"
    ACCOUNT = "account"
    CONTACT = "contact"
    EXTERNAL = "external"


class Attribute(StrEnum):
    """Attributes of an item that keys and indexes are made of."""

    PK = "pk"
    SK = "sk"
    DUE_SHARD = "due_shard"
    WAKE_AT = "wake_at"
    WORK_KEY = "work_key"
    ALL_KEY = "all_key"
    NEXT_TARGET = "next_target"
    ACCOUNT_KEY = "account_key"
    ACCOUNT_SORT = "account_sort"
    CONTACT_KEY = "contact_key"
    EXTERNAL_KEY = "external_key"
    CARD = "card"
    EXPIRES_AT = "expires_at"


DUE_SHARDS = 8
"""How many partitions the due index and the list of all open records are spread over."""

JOB_LANES = 8
"""How many chunks of a job are worked on side by side where nobody waits for it."""

METRICS_NAMESPACE = "Milepost"
EVENT_SOURCE = "milepost"

AGENTS_GROUP = "agents"
MANAGERS_GROUP = "managers"
SUPERVISORS_GROUP = "supervisors"
READERS_GROUP = "readers"
CUSTOMERS_GROUP = "customers"
PARTNERS_GROUP = "partners"
OUTSIDERS = frozenset({CUSTOMERS_GROUP, PARTNERS_GROUP})
"""Groups of people who are not ours."""

CONTACT_ATTRIBUTE = "contact"
"""Of a sign-in, custom and written by administrators alone: which contact a customer is."""

EFFECT_HEADER = "X-Milepost-Effect"
"""Carries the effect id of every mail that goes out, so that a duplicate can be told."""

LOOP_HEADER = "X-Milepost-Loop"
"""Carries the deployment, so that it never answers itself."""
