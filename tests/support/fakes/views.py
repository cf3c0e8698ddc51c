"""The secondary indexes of the fake: sparse, projected, and as late as they are told to be."""

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any, TypeAlias

from shared.names import Attribute
from tests.support.fakes.capacity import size_of, write_units
from tests.support.table import INDEXES, IndexForm

Item: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str]


class View:
    """One index: what it shows now, and what has not reached it yet."""

    def __init__(self, form: IndexForm) -> None:
        self._names = [entry["AttributeName"] for entry in form.schema()]
        carried = [attribute.value for attribute in form.carries or ()]
        self._kept = [Attribute.PK.value, Attribute.SK.value, *self._names, *carried]
        self._shown: dict[str, dict[Key, Item]] = defaultdict(dict)
        self._place: dict[Key, str] = {}
        self._coming: deque[tuple[int, Key, Item | None]] = deque()

    def tell(self, key: Key, old: Item | None, new: Item | None, visible_at: int) -> float:
        """Take a change of the table in; answers the write units that the index costs."""
        before, after = self._project(old), self._project(new)
        if before == after:
            return 0
        self._coming.append((visible_at, key, after))
        if before is None or after is None:
            return write_units(size_of(after or before or {}))
        if self._sort(before) == self._sort(after):
            return write_units(max(size_of(before), size_of(after)))
        return write_units(size_of(before)) + write_units(size_of(after))

    def partition(self, value: str, now: int) -> list[Item]:
        """What a query of one partition can see at `now`."""
        while self._coming and self._coming[0][0] <= now:
            _, key, item = self._coming.popleft()
            self._shown[self._place.pop(key, "")].pop(key, None)
            if item is not None:
                self._place[key] = item[self._names[0]]["S"]
                self._shown[self._place[key]][key] = item
        return list(self._shown[value].values())

    def _sort(self, item: Mapping[str, Any]) -> list[Any]:
        return [item.get(name) for name in self._names]

    def _project(self, item: Item | None) -> Item | None:
        if item is None or any(name not in item for name in self._names):
            return None
        return {name: item[name] for name in self._kept if name in item}


def views() -> dict[str, View]:
    """One empty view for each index of the table."""
    return {form.name.value: View(form) for form in INDEXES}
