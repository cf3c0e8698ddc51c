"""What is known of mail addresses, one item each; later news wins, whatever order it comes in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import get_all
from shared.adapters.dynamo.items import key, number, of_model, to_model
from shared.adapters.system import SystemClock
from shared.domain.mail_state import MailState
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_SAID_AT = "said_at"
_CLOCK = SystemClock()


class DynamoMailStates:
    """The MailStates on DynamoDB."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table

    def of(self, addresses: Sequence[str]) -> dict[str, MailState]:
        """Those of these addresses that something was said of, by how they were asked for."""
        places = {one: keys.mail_state(one.lower()) for one in addresses}
        asked = [key(place, keys.ITEM) for place in dict.fromkeys(places.values())]
        found = get_all(self._dynamo, self._table, asked, _CLOCK.pause)
        states = {place: to_model(item, MailState) for (place, _), item in found.items()}
        return {one: states[place] for one, place in places.items() if place in states}

    def mark(self, state: MailState) -> bool:
        """Keep it unless something later was said; of one second, what came last."""
        place = keys.mail_state(state.address.lower())
        item = of_model(place, keys.ITEM, state, **{_SAID_AT: number(state.at)})
        with writing("mark an address"):
            try:
                self._dynamo.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(#pk) OR #at <= :at",
                    ExpressionAttributeNames={"#pk": Attribute.PK.value, "#at": _SAID_AT},
                    ExpressionAttributeValues={":at": number(state.at)},
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True
