"""Lists of records by index: cards in the order in which they need somebody."""

import heapq
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, to_card
from shared.adapters.dynamo.pages import Reader, Span, bad_cursor, from_cursor, to_cursor
from shared.domain.history import Card, LogEntry
from shared.domain.task import Task
from shared.names import DUE_SHARDS, Attribute, Index
from shared.ports import Page

Found = tuple[list[Item], bool]
M = TypeVar("M", bound=BaseModel)


class Lists:
    """Pages of cards; a cursor is the sort value of the last card shown."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def work_of(self, owner: str, cursor: str | None, limit: int) -> Page[Card]:
        """Open records of one owner by next target."""
        span = Span(
            Attribute.WORK_KEY, keys.work_of(owner), Attribute.NEXT_TARGET, index=Index.WORK
        )
        return _page(*self._found(span, cursor, limit), Attribute.NEXT_TARGET)

    def tasks_of(self, holder: str, cursor: str | None, limit: int) -> Page[Task]:
        """Open tasks of one user or queue by due instant."""
        return self.told(keys.tasks_of(holder), Task, cursor, limit)

    def parked(self, cursor: str | None, limit: int) -> Page[LogEntry]:
        """Effects that were given up, longest first."""
        return self.told(keys.PARKED, LogEntry, cursor, limit)

    def told(self, value: str, model: type[M], cursor: str | None, limit: int) -> Page[M]:
        """A page of what stands in the index of work besides records, each whole in its card."""
        span = Span(Attribute.WORK_KEY, value, Attribute.NEXT_TARGET, index=Index.WORK)
        items, more = self._found(span, cursor, limit)
        following = to_cursor(_sort(items[-1], Attribute.NEXT_TARGET)) if more and items else None
        found = (item[Attribute.CARD.value]["S"] for item in items)
        return Page(tuple(model.model_validate_json(one) for one in found), following)

    def all_open(self, cursor: str | None, limit: int) -> Page[Card]:
        """Open records of all shards by next target, merged."""
        sort = Attribute.NEXT_TARGET
        spans = [
            Span(Attribute.ALL_KEY, keys.all_open(shard), sort, index=Index.ALL)
            for shard in range(DUE_SHARDS)
        ]
        found = list(self._pool.map(lambda span: self._found(span, cursor, limit), spans))
        merged = list(heapq.merge(*(items for items, _ in found), key=lambda i: _sort(i, sort)))
        more = len(merged) > limit or any(more for _, more in found)
        return _page(merged[:limit], more, sort)

    def of_account(self, account: str, cursor: str | None, limit: int) -> Page[Card]:
        """Records of one account, newest first."""
        span = _newest(Attribute.ACCOUNT_KEY, keys.account(account), Index.ACCOUNT)
        return _page(*self._found(span, cursor, limit), Attribute.ACCOUNT_SORT)

    def newest_of(
        self, accounts: Sequence[str], contacts: Sequence[str], cursor: str | None, limit: int
    ) -> Page[str]:
        """Numbers of the records of accounts and of contacts, merged, newest first."""
        spans = [
            *(_newest(Attribute.ACCOUNT_KEY, keys.account(one), Index.ACCOUNT) for one in accounts),
            *(_newest(Attribute.CONTACT_KEY, keys.contact(one), Index.CONTACT) for one in contacts),
        ]
        found = list(self._pool.map(lambda span: self._found(span, cursor, limit), spans))
        sorts = {_sort(item, Attribute.ACCOUNT_SORT) for items, _ in found for item in items}
        merged = sorted(sorts, reverse=True)
        more = len(merged) > limit or any(more for _, more in found)
        shown = merged[:limit]
        following = to_cursor(shown[-1]) if more and shown else None
        return Page(tuple(keys.number_in_sort(sort) for sort in shown), following)

    def _found(self, span: Span, cursor: str | None, limit: int) -> Found:
        place = None if cursor is None else from_cursor(cursor)
        if place is not None and not isinstance(place, str):
            raise bad_cursor()
        return self._reader.page(span, beyond=place, limit=limit)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=DUE_SHARDS, thread_name_prefix="lists")


def _page(items: list[Item], more: bool, sort: Attribute) -> Page[Card]:
    following = to_cursor(_sort(items[-1], sort)) if more and items else None
    return Page(tuple(to_card(item) for item in items), following)


def _newest(by: Attribute, value: str, index: Index) -> Span:
    return Span(by, value, Attribute.ACCOUNT_SORT, index=index, newest_first=True)


def _sort(item: Item, attribute: Attribute) -> str:
    return str(item[attribute.value]["S"])
