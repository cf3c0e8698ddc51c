"""The seven ports of one table, over whatever client answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from shared.adapters.dynamo.directory import DynamoDirectory
from shared.adapters.dynamo.jobs import DynamoJobs
from shared.adapters.dynamo.ledger import DynamoLedger
from shared.adapters.dynamo.mail_states import DynamoMailStates
from shared.adapters.dynamo.notices import DynamoNotices
from shared.adapters.dynamo.policy_store import DynamoPolicies
from shared.adapters.dynamo.record_store import DynamoRecords
from tests.support.fakes.memory_dynamo import MemoryDynamo

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Stores:
    """The seven ports of the table, and the client beneath them."""

    records: DynamoRecords
    directory: DynamoDirectory
    policies: DynamoPolicies
    ledger: DynamoLedger
    notices: DynamoNotices
    jobs: DynamoJobs
    mail_states: DynamoMailStates
    client: Any
    table: str

    @property
    def memory(self) -> MemoryDynamo:
        assert isinstance(self.client, MemoryDynamo)
        return self.client


def stores_of(client: Any, table: str) -> Stores:
    dynamo = cast("DynamoDBClient", client)
    return Stores(
        DynamoRecords(dynamo, table),
        DynamoDirectory(dynamo, table),
        DynamoPolicies(dynamo, table),
        DynamoLedger(dynamo, table),
        DynamoNotices(dynamo, table),
        DynamoJobs(dynamo, table),
        DynamoMailStates(dynamo, table),
        client,
        table,
    )
