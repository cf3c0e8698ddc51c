"""Records, directory, policies and jobs in memory: the real adapters on a table that can misbehave."""

from typing import TYPE_CHECKING, cast

from shared.adapters.dynamo.directory import DynamoDirectory
from shared.adapters.dynamo.jobs import DynamoJobs
from shared.adapters.dynamo.ledger import DynamoLedger
from shared.adapters.dynamo.mail_states import DynamoMailStates
from shared.adapters.dynamo.mails import DynamoMails
from shared.adapters.dynamo.notices import DynamoNotices
from shared.adapters.dynamo.policy_store import DynamoPolicies
from shared.adapters.dynamo.record_store import DynamoRecords
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_dynamo import MemoryDynamo
from tests.support.table import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class MemoryStore:
    """Seven ports over one `dynamo`, whose weather, lag, calls and units are at hand."""

    def __init__(self, clock: HandClock | None = None, *, lag_seconds: int = 0) -> None:
        self.clock = clock or HandClock()
        self.dynamo = MemoryDynamo(self.clock, lag_seconds=lag_seconds)
        client = cast("DynamoDBClient", self.dynamo)
        self.records = DynamoRecords(client, TABLE)
        self.directory = DynamoDirectory(client, TABLE)
        self.policies = DynamoPolicies(client, TABLE)
        self.ledger = DynamoLedger(client, TABLE)
        self.notices = DynamoNotices(client, TABLE)
        self.jobs = DynamoJobs(client, TABLE)
        self.mails = DynamoMails(client, TABLE)
        self.mail_states = DynamoMailStates(client, TABLE)
