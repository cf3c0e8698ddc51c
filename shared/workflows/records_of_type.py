"""The records of one type alone: those of the other are not there (E1)."""

from dataclasses import replace
from typing import Any, cast

from shared.domain.case_file import CaseFile, RecordType
from shared.domain.history import Card
from shared.errors import Absent
from shared.ports import Page, RecordStore
from shared.workflows.world import World


def only(world: World, record_type: RecordType) -> World:
    """The same world, in which only records of one type are found."""
    narrowed = replace(world, records=cast(RecordStore, _OfType(world.records, record_type)))
    # what has been read of the configuration is shared: it is the same for both
    vars(narrowed)["shelf"] = world.shelf
    return narrowed


class _OfType:
    """A view of a store; what it does not narrow is the store's own."""

    def __init__(self, records: RecordStore, record_type: RecordType) -> None:
        self._records = records
        self._type = record_type

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)

    def load(self, number: str) -> CaseFile:
        file = self._records.load(number)
        if file.record_type != self._type:
            raise Absent(f"There is no record {number}.")
        return file

    def work(self, owner: str | None, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        return self._narrowed(self._records.work(owner, cursor, limit))

    def of_account(self, account: str, cursor: str | None = None, limit: int = 50) -> Page[Card]:
        return self._narrowed(self._records.of_account(account, cursor, limit))

    def _narrowed(self, page: Page[Card]) -> Page[Card]:
        """A page may be short: its cursor says whether more follow."""
        items = tuple(card for card in page.items if card.record_type == self._type)
        return Page(items, page.cursor)
