"""Batches: as many calls as the limits ask for, and what was not processed asked for again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.aws import reading, writing
from shared.adapters.dynamo.items import Item, Key, place_of
from shared.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_MOST_GETS = 100
_MOST_PUTS = 25
_ROUNDS = 6
_FIRST_WAIT = 0.05

Pause = Callable[[float], None]


def get_all(
    dynamo: "DynamoDBClient",
    table: str,
    keys: Sequence[Item],
    pause: Pause,
    *,
    consistent: bool = False,
) -> dict[Key, Item]:
    """Read items, a little late unless consistent, by their places; raises Unavailable."""
    how: dict[str, Any] = {"ConsistentRead": True} if consistent else {}
    found: dict[Key, Item] = {}

    def ask(request: Any) -> Any:
        with reading("read items"):
            answer = dynamo.batch_get_item(RequestItems=request)
        for item in answer["Responses"].get(table, []):
            found[place_of(item)] = dict(item)
        return answer.get("UnprocessedKeys")

    for start in range(0, len(keys), _MOST_GETS):
        some = list(keys[start : start + _MOST_GETS])
        _until_done({table: {"Keys": some, **how}}, ask, pause)
    return found


def put_all(dynamo: "DynamoDBClient", table: str, items: Sequence[Item], pause: Pause) -> None:
    """Write items without conditions; raises Unavailable or UnknownOutcome."""

    def ask(request: Any) -> Any:
        with writing("write items"):
            return dynamo.batch_write_item(RequestItems=request).get("UnprocessedItems")

    for start in range(0, len(items), _MOST_PUTS):
        batch = [{"PutRequest": {"Item": item}} for item in items[start : start + _MOST_PUTS]]
        _until_done({table: batch}, ask, pause)


def _until_done(request: Any, ask: Callable[[Any], Any], pause: Pause) -> None:
    wait = _FIRST_WAIT
    for _ in range(_ROUNDS):
        request = ask(request)
        if not request:
            return
        pause(wait)
        wait *= 2
    raise Unavailable("the table keeps leaving items of a batch undone")
