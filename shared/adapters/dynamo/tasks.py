"""Tasks beside their records, and the lists of open ones that people work from."""

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import BODY, Item, key, of_model, text, to_model
from shared.adapters.dynamo.pages import Reader
from shared.domain.task import Task
from shared.errors import Absent
from shared.names import Attribute


class Tasks:
    """Reads of single tasks; they are written by the commits of their record."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def task(self, number: str, identifier: str) -> Task:
        """Read strongly consistent; raises Absent."""
        item = self._reader.one(key(keys.record(number), keys.task(identifier)))
        if item is None:
            raise Absent(f"{number} has no task {identifier}.")
        return to_model(item, Task)


def of_task(task: Task) -> Item:
    """A task as an item; an open one stands in the list of whoever is to do it."""
    item = of_model(keys.record(task.number), keys.task(task.id), task)
    if task.is_open:
        item[Attribute.WORK_KEY.value] = text(keys.tasks_of(task.holder))
        item[Attribute.NEXT_TARGET.value] = text(keys.task_sort(task))
        item[Attribute.CARD.value] = item[BODY]
    return item
