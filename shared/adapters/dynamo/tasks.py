"""Tasks beside their records, and the lists of open ones that people work from."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import BODY, Item, key, of_model, text, to_model
from shared.adapters.dynamo.pages import Reader
from shared.domain.task import Task
from shared.errors import Absent, Conflict
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class Tasks:
    """Reads and writes of single tasks; they are made by the commit of their record."""

    def __init__(self, dynamo: "DynamoDBClient", table: str, reader: Reader) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = reader

    def task(self, number: str, identifier: str) -> Task:
        """Read strongly consistent; raises Absent."""
        item = self._reader.one(key(keys.record(number), keys.task(identifier)))
        if item is None:
            raise Absent(f"{number} has no task {identifier}.")
        return to_model(item, Task)

    def change(self, task: Task, was: Task) -> None:
        """Replace a task that still is as it was; raises Conflict."""
        guard: dict[str, Any] = {
            "ConditionExpression": "#b = :b",
            "ExpressionAttributeNames": {"#b": BODY},
            "ExpressionAttributeValues": {":b": of_task(was)[BODY]},
        }
        with writing("change a task"):
            try:
                self._dynamo.put_item(TableName=self._table, Item=of_task(task), **guard)
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                raise Conflict(f"the task {task.id} of {task.number} has moved on") from error


def of_task(task: Task) -> Item:
    """A task as an item; an open one stands in the list of whoever is to do it."""
    item = of_model(keys.record(task.number), keys.task(task.id), task)
    if task.is_open:
        item[Attribute.WORK_KEY.value] = text(keys.tasks_of(task.holder))
        item[Attribute.NEXT_TARGET.value] = text(keys.task_sort(task))
        item[Attribute.CARD.value] = item[BODY]
    return item
