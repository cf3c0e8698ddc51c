"""Pages of the directory and of its audit trail, found by index or by what is named; no scans."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.audit_items import counted
from shared.adapters.dynamo.batches import get_all
from shared.adapters.dynamo.directory_documents import place
from shared.adapters.dynamo.directory_rows import balance_of
from shared.adapters.dynamo.items import Item, key, place_of
from shared.adapters.dynamo.kept_document import held, is_gone, kept_in
from shared.adapters.dynamo.pages import Reader, Span, bad_cursor, from_cursor, to_cursor
from shared.domain.audit import AuditEntry
from shared.domain.case_file import RecordType
from shared.domain.held_document import HeldDocument
from shared.names import Attribute, Index
from shared.ports import Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_RECORD_TYPES: tuple[RecordType, ...] = ("case", "work_order")


class DirectoryLists:
    """Lists of documents; a cursor is the sort value of the last one looked at."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        reader: Reader,
        pause: Callable[[float], None],
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = reader
        self._pause = pause

    def of_kind(
        self, kind: str, beginning: str, cursor: str | None, limit: int
    ) -> Page[HeldDocument]:
        """Documents of a kind by name, which begins so."""
        span = Span(
            Attribute.WORK_KEY,
            keys.listed(kind),
            Attribute.NEXT_TARGET,
            prefix=keys.spelled(beginning),
            index=Index.WORK,
        )
        items, following = self._page(span, cursor, limit)
        return Page(self._held(kind, [_id_of(item) for item in items]), following)

    def naming(
        self, kind: str, of: tuple[str, str], cursor: str | None, limit: int
    ) -> Page[HeldDocument]:
        """Documents of a kind that name another document, by id."""
        pk, _ = place_of(place(*of))
        span = Span(Attribute.PK, pk, Attribute.SK, keys.referred(kind, ""))
        items, following = self._page(span, cursor, limit)
        return Page(
            self._held(kind, [place_of(item)[1].removeprefix(span.prefix) for item in items]),
            following,
        )

    def history(
        self, kind: str, identifier: str, cursor: str | None, limit: int
    ) -> Page[AuditEntry]:
        """Changes of one document, newest first."""
        pk, _ = place_of(place(kind, identifier))
        span = Span(Attribute.PK, pk, Attribute.SK, keys.AUDIT, newest_first=True)
        items, following = self._page(span, cursor, limit)
        return Page(self._counted(items), following)

    def changes_on(self, day: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Changes of a day in UTC, newest first."""
        span = Span(
            Attribute.WORK_KEY,
            f"{keys.AUDIT}{day}",
            Attribute.NEXT_TARGET,
            index=Index.WORK,
            newest_first=True,
        )
        items, following = self._page(span, cursor, limit)
        wanted = [_key_of(item) for item in items]
        found = get_all(self._dynamo, self._table, wanted, self._pause)
        entries = (found.get(place_of(where)) for where in wanted)
        return Page(self._counted([one for one in entries if one]), following)

    def together(self, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], HeldDocument]:
        """Documents by kind and id, read strongly consistent; those that are not there are left out."""
        places = {one: place(*one) for one in wanted}
        found = get_all(
            self._dynamo, self._table, list(places.values()), self._pause, consistent=True
        )
        items = {one: found.get(place_of(where)) for one, where in places.items()}
        return {
            (kind, name): document
            for (kind, name), item in items.items()
            if item is not None and (document := held(kind, name, kept_in(item))) is not None
        }

    def balances(
        self, wanted: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], dict[RecordType, int]]:
        """What is used of allowances by account and entitlement, read strongly consistent."""
        places = {one: key(keys.account(one[0]), keys.balance(one[1])) for one in wanted}
        found = get_all(
            self._dynamo, self._table, list(places.values()), self._pause, consistent=True
        )
        return {
            one: {of: balance_of(found.get(place_of(where)), of) for of in _RECORD_TYPES}
            for one, where in places.items()
        }

    def _counted(self, items: Sequence[Item]) -> tuple[AuditEntry, ...]:
        return counted(items, self._dynamo, self._table, self._pause)

    def _page(self, span: Span, cursor: str | None, limit: int) -> tuple[list[Item], str | None]:
        beyond = None if cursor is None else from_cursor(cursor)
        if beyond is not None and not (isinstance(beyond, str) and beyond.startswith(span.prefix)):
            raise bad_cursor()
        items, more = self._reader.page(span, beyond=beyond, limit=limit)
        last = items[-1][span.sort.value]["S"] if more and items else None
        return items, None if last is None else to_cursor(last)

    def _held(self, kind: str, identifiers: Sequence[str]) -> tuple[HeldDocument, ...]:
        wanted = [place(kind, identifier) for identifier in identifiers]
        found = get_all(self._dynamo, self._table, wanted, self._pause)
        read = (
            held(kind, identifier, kept_in(item))
            for identifier, where in zip(identifiers, wanted, strict=True)
            if (item := found.get(place_of(where))) is not None and not is_gone(item)
        )
        return tuple(one for one in read if one is not None)


def _id_of(item: Item) -> str:
    return place_of(item)[0].partition("#")[2]


def _key_of(item: Item) -> Item:
    return {name.value: item[name.value] for name in (Attribute.PK, Attribute.SK)}
