"""What lies beside a case file, page by page in the order of its keys."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, to_model
from shared.adapters.dynamo.pages import Reader, Span, bad_cursor, from_cursor, to_cursor
from shared.names import Attribute
from shared.ports import Page

M = TypeVar("M", bound=BaseModel)


class Beside:
    """Items of records by how their sort keys begin, read strongly consistent."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def page(
        self, number: str, prefix: str, model: type[M], cursor: str | None, limit: int
    ) -> Page[M]:
        """One page of models."""
        items, following = self.items(number, prefix, cursor, limit)
        return Page(tuple(to_model(item, model) for item in items), following)

    def items(
        self, number: str, prefix: str, cursor: str | None, limit: int
    ) -> tuple[list[Item], str | None]:
        """One page as it is stored, and the cursor of the next."""
        place = None if cursor is None else from_cursor(cursor)
        if place is not None and not (isinstance(place, str) and place.startswith(prefix)):
            raise bad_cursor()
        items, more = self._reader.page(_span(number, prefix), beyond=place, limit=limit)
        following = to_cursor(items[-1][Attribute.SK.value]["S"]) if more else None
        return items, following

    def every(self, number: str, prefix: str) -> Iterator[Item]:
        """All of them, page after page."""
        return self._reader.every(_span(number, prefix))


def _span(number: str, prefix: str) -> Span:
    return Span(Attribute.PK, keys.record(number), Attribute.SK, prefix)
