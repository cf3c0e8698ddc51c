"""The rows by which a document is found from what it names, looked at and written anew (E7)."""

from typing import TYPE_CHECKING

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.directory_documents import Documents, place
from shared.adapters.dynamo.items import Item, key, place_of, with_body
from shared.adapters.dynamo.kept_document import Document, at_edition
from shared.adapters.dynamo.pages import Reader
from shared.adapters.dynamo.transaction import Part, in_table, write
from shared.adapters.system import SystemMint
from shared.domain.held_document import mentions_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_MINT = SystemMint()
_AT_ONCE = 90


class References:
    """Rows `BY#`: each says of a named thing that a document names it."""

    def __init__(
        self, dynamo: "DynamoDBClient", table: str, documents: Documents, reader: Reader
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._documents = documents
        self._reader = reader

    def lacking(self, kind: str, identifier: str) -> int:
        """How many rows a document lacks."""
        document = self._documents.get(kind, identifier)
        return 0 if document is None else len(self._lacking(kind, document))

    def write_anew(self, kind: str, identifier: str) -> int:
        """Write what is lacking; answers how many rows that were.

        If the document is put meanwhile, whoever puts it writes them.
        """
        kept = self._documents.kept(kind, identifier)
        lacking = [] if kept.document is None else self._lacking(kind, kept.document)
        unmoved = Part(
            "document",
            {"ConditionCheck": {"Key": place(kind, identifier), **at_edition(kept.edition)}},
        )
        for first in range(0, len(lacking), _AT_ONCE):
            rows = [_row(where) for where in lacking[first : first + _AT_ONCE]]
            parts = [in_table(self._table, part) for part in (unmoved, *rows)]
            if write(self._dynamo, parts, _MINT.token()):
                break
        return len(lacking)

    def _lacking(self, kind: str, document: Document) -> list[Item]:
        return [row for row in _rows(kind, document) if self._reader.one(row) is None]


def _row(where: Item) -> Part:
    return Part("row", {"Put": {"Item": with_body(*place_of(where), {})}})


def _rows(kind: str, document: Document) -> list[Item]:
    named = dict.fromkeys((of, name) for _, of, name in mentions_of(kind, document))
    return [
        key(place_of(place(*one))[0], keys.referred(kind, str(document["id"]))) for one in named
    ]
