"""Putting a document of the directory: checked, written, copied about, then called finished.

The document goes first, marked with what it replaced; a crash half-way is repaired by putting it,
or any later form of it, again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo.directory_checks import check, parsed, refuse_stale
from shared.adapters.dynamo.directory_copies import Copies
from shared.adapters.dynamo.directory_documents import Documents
from shared.adapters.dynamo.kept_document import Author, Document, Kept
from shared.adapters.dynamo.pages import Reader
from shared.adapters.dynamo.pointer_rows import PointerRows
from shared.domain.history import Receipt
from shared.errors import Absent, Conflict, Fault, Refused, Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TRIES = 8
_MOST_NAMED = 20
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

    def put(
        self,
        kind: str,
        identifier: str,
        document: Mapping[str, Any],
        author: Author,
        *,
        expected: int | None = None,
        receipt: Receipt | None = None,
    ) -> bool:
        """Write the document and its copies; False if all were the same already.

        Raises Refused, StaleRevision if it is not at the edition `expected` (0: not there),
        AlreadyDone if the receipt exists.
        """
        wanted = parsed(kind, identifier, document)
        for turn in range(_TRIES):
            kept = self._documents.kept(kind, identifier)
            refuse_stale(kind, identifier, kept, expected)
            if kept.document == wanted:
                if kept.was is None:
                    return False
                self._complete(kind, identifier, kept.before)
                return True
            check(kind, wanted, kept.document, self._documents)
            self._copies.refer(kind, wanted)
            try:
                self._documents.write(kind, identifier, wanted, kept, author, receipt)
            except Conflict:
                self._pause(_WAIT * 2**turn)
                continue
            self._complete(kind, identifier, [*kept.before, wanted])
            return True
        raise _too_busy(kind, identifier)

    def delete(
        self, kind: str, identifier: str, author: Author, *, expected: int | None = None
    ) -> None:
        """Take a document away; raises Absent, StaleRevision, Refused naming what refers to it."""
        for turn in range(_TRIES):
            kept = self._documents.kept(kind, identifier)
            if kept.document is None:
                raise Absent(f"There is no {kind} '{identifier}'.")
            refuse_stale(kind, identifier, kept, expected)
            self._refuse_referred(kind, identifier)
            try:
                self._documents.write(kind, identifier, None, kept, author)
            except Conflict:
                self._pause(_WAIT * 2**turn)
                continue
            self._complete_or_restore(kind, identifier, kept, author)
            return
        raise _too_busy(kind, identifier)

    def _complete_or_restore(self, kind: str, identifier: str, kept: Kept, author: Author) -> None:
        """What came to name it until it was gone brings it back: from then on nothing new can."""
        try:
            self._refuse_referred(kind, identifier)
        except Refused:
            self.put(kind, identifier, kept.document or {}, author)
            raise
        self._complete(kind, identifier, kept.before)

    def _refuse_referred(self, kind: str, identifier: str) -> None:
        found = self._copies.referrers(kind, identifier, _MOST_NAMED + 1)
        if found:
            raise Refused(
                f"The {kind} '{identifier}' is referred to.",
                faults=tuple(
                    Fault("", f"{one.kind} '{one.id}' refers to it", "referred")
                    for one in found[:_MOST_NAMED]
                ),
            )

    def _complete(self, kind: str, identifier: str, before: Sequence[Document]) -> None:
        """Make the copies right for whatever the document is by now; the last one to come ends it."""
        for _ in range(_TRIES):
            kept = self._documents.kept(kind, identifier)
            was = [old for old in (*before, *kept.before) if old != kept.document]
            self._copies.make(kind, kept.document, was)
            if self._documents.finish(kind, identifier, kept.edition):
                return
        raise _too_busy(kind, identifier)


def _too_busy(kind: str, identifier: str) -> Unavailable:
    return Unavailable(f"too many writers at once for {kind} '{identifier}'")
