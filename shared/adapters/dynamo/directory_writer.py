"""Putting a document of the directory: checked, written, copied about, then called finished.

The document goes first, marked with what it replaced; a crash half-way is repaired by putting it,
or any later form of it, again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo.directory_checks import check, parsed
from shared.adapters.dynamo.directory_copies import Copies
from shared.adapters.dynamo.directory_documents import Document, Documents
from shared.adapters.dynamo.pages import Reader
from shared.adapters.dynamo.pointer_rows import PointerRows
from shared.business_time.instant import Instant
from shared.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TRIES = 8
_WAIT = 0.02


class DirectoryWriter:
    """Puts documents so that matching finds them in two rounds."""

    def __init__(
        self,
        dynamo: "DynamoDBClient",
        table: str,
        reader: Reader,
        pause: Callable[[float], None],
    ) -> None:
        self._documents = Documents(dynamo, table, reader)
        rows = PointerRows(dynamo, table, reader, pause)
        self._copies = Copies(dynamo, table, self._documents, rows)
        self._pause = pause

    def document(self, kind: str, identifier: str) -> Document | None:
        """The document as it is kept."""
        return self._documents.get(kind, identifier)

    def put(
        self, kind: str, identifier: str, document: Mapping[str, Any], *, who: str, at: Instant
    ) -> bool:
        """Write the document and its copies; False if all were the same already; raises Refused."""
        wanted = parsed(kind, identifier, document)
        for turn in range(_TRIES):
            kept = self._documents.kept(kind, identifier)
            if kept.document == wanted and kept.was is None:
                return False
            check(kind, wanted, kept.document, self._documents)
            try:
                self._documents.write(kind, wanted, kept, who=who, at=at)
            except Conflict:
                self._pause(_WAIT * 2**turn)
                continue
            self._complete(kind, identifier, [*kept.before, wanted])
            return True
        raise _too_busy(kind, identifier)

    def _complete(self, kind: str, identifier: str, before: Sequence[Document]) -> None:
        """Make the copies right for whatever the document is by now; the last one to come ends it."""
        for _ in range(_TRIES):
            kept = self._documents.kept(kind, identifier)
            was = [old for old in (*before, *kept.before) if old != kept.document]
            self._copies.make(kind, kept.document or {}, was)
            if self._documents.finish(kind, identifier, kept.edition):
                return
        raise _too_busy(kind, identifier)


def _too_busy(kind: str, identifier: str) -> Unavailable:
    return Unavailable(f"too many writers at once for {kind} '{identifier}'")
