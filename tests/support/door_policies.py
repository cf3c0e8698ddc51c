"""Who may do what: the whole of it, as one table, and what it says of one call."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType

from shared.names import Door

POLICIES = """
web_to_case        Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
web_to_case        TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
web_to_case        Wakes                               sqs: SendMessage
web_to_case        schedule/milepost-prod/*            scheduler: CreateSchedule
api                Mail/cases/*                        s3: GetObject
api                Mail/in/*                           s3: GetObject
api                Mail/uploads/*                      s3: GetObject
api                Mail/uploads/*                      s3: PutObject
api                Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
api                Table                               dynamodb: BatchWriteItem
api                Table                               dynamodb: DeleteItem
api                Table/index/account                 dynamodb: Query
api                Table/index/all                     dynamodb: Query
api                Table/index/contact                 dynamodb: Query
api                Table/index/due                     dynamodb: Query
api                Table/index/work                    dynamodb: Query
api                TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
api                Wakes                               sqs: SendMessage
api                milepost-prod-jobs                  states: StartExecution
api                schedule/milepost-prod/*            scheduler: CreateSchedule
milestone_actions  Calls                               sqs: SendMessage
milestone_actions  Mail/cases/*                        s3: GetObject
milestone_actions  Mail/uploads/*                      s3: GetObject
milestone_actions  Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
milestone_actions  Table                               dynamodb: BatchWriteItem
milestone_actions  TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
milestone_actions  Wakes                               sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
milestone_actions  Wakes                               sqs: SendMessage
milestone_actions  configuration-set/milepost-prod     ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
milestone_actions  identity/milepost.example           ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
milestone_actions  milepost/prod/mail/reply-*          secretsmanager: GetSecretValue
milestone_actions  schedule/milepost-prod/*            scheduler: CreateSchedule
sweep              SweepDeadLetters                    sqs: SendMessage
sweep              Table/index/due                     dynamodb: Query
sweep              Wakes                               sqs: SendMessage
call_out           Calls                               sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
call_out           Wakes                               sqs: SendMessage
call_out           milepost/prod/call/*                secretsmanager: GetSecretValue
publish_events     Bus                                 events: PutEvents
publish_events     EventDeadLetters                    sqs: SendMessage
publish_events     Table stream                        dynamodb: DescribeStream, GetRecords, GetShardIterator
publish_events     table/milepost-prod/stream/*        dynamodb: ListStreams
jobs               Bus                                 events: PutEvents
jobs               DailyDeadLetters                    sqs: SendMessage
jobs               Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
jobs               Table                               dynamodb: BatchWriteItem
jobs               Table/index/account                 dynamodb: Query
jobs               Table/index/all                     dynamodb: Query
jobs               Table/index/due                     dynamodb: Query
jobs               Table/index/work                    dynamodb: Query
jobs               TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
jobs               Wakes                               sqs: SendMessage
jobs               configuration-set/milepost-prod     ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
jobs               identity/milepost.example           ses: SendEmail, SendRawEmail if ses:FromAddress = support@milepost.example
jobs               milepost-prod-jobs                  states: StartExecution
jobs               schedule/milepost-prod/*            scheduler: CreateSchedule
email_to_case      Mail/cases/*                        s3: PutObject
email_to_case      Mail/in/*                           s3: GetObject
email_to_case      Mails                               sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
email_to_case      Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
email_to_case      Table                               dynamodb: BatchWriteItem
email_to_case      TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
email_to_case      Wakes                               sqs: SendMessage
email_to_case      milepost/prod/mail/reply-*          secretsmanager: GetSecretValue
email_to_case      schedule/milepost-prod/*            scheduler: CreateSchedule
record_delivery    Deliveries                          sqs: DeleteMessage, GetQueueAttributes, ReceiveMessage
record_delivery    DeliveryDeadLetters                 sqs: SendMessage
record_delivery    Table                               dynamodb: BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, UpdateItem
record_delivery    Table                               dynamodb: BatchWriteItem
record_delivery    TimersRole                          iam: PassRole if iam:PassedToService = scheduler.amazonaws.com
record_delivery    Wakes                               sqs: SendMessage
record_delivery    schedule/milepost-prod/*            scheduler: CreateSchedule
"""
"""Door, resource, actions; the templates are held to it, and the fake table refuses the rest."""

_DOORS = {f"{Path(__file__).parents[2]}/functions/{door.value}": door.value for door in Door}


def door_that_calls() -> str | None:
    """The door in whose code the present call began; None if a test called a verb by itself."""
    called = [_DOORS[folder] for folder in _folders(sys._getframe()) if folder in _DOORS]
    return called[-1] if called else None


def _folders(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield frame.f_code.co_filename.rpartition("/")[0]
        frame = frame.f_back


def is_allowed(door: str, action: str, index: str | None) -> bool:
    """Whether the door may do this on the table, or on one index of it."""
    where = "Table" if index is None else f"Table/index/{index}"
    return action in _actions().get((door, where), frozenset())


@cache
def _actions() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for line in POLICIES.strip().splitlines():
        who, where, service, actions = line.split(maxsplit=3)
        if service == "dynamodb:":
            known = found.get((who, where), frozenset())
            found[who, where] = known | {*actions.split(", ")}
    return found
