"""The rows from which referrers are found, for documents that are older than those rows (E7)."""

from collections.abc import Iterator, Sequence

from shared.domain.document_label import label_of
from shared.domain.held_document import DIRECTORY_KINDS
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.world import World

_AT_ONCE = 100


class WriteReferences:
    """Every document of the directory that names something which does not know of it; a part a kind."""

    parts = len(DIRECTORY_KINDS)
    passes = 1

    def check(self, world: World, parameters: Parameters) -> None:
        """There is nothing to be said."""
        del world
        check_names(parameters)

    def found(self, world: World, parameters: Parameters, part: int) -> Iterator[Sequence[str]]:
        """Those that lack a row, among all of one kind."""
        del parameters
        kind = DIRECTORY_KINDS[part]
        cursor: str | None = None
        while True:
            page = world.directory.list(kind, cursor=cursor, limit=_AT_ONCE)
            yield [
                f"{kind}#{held.id}"
                for held in page.items
                if world.directory.lacking_references(kind, held.id)
            ]
            cursor = page.cursor
            if cursor is None:
                return

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """How many rows would be written for one document."""
        del parameters, caller
        kind, _, identifier = item.partition("#")
        lacking = world.directory.lacking_references(kind, identifier)
        yield Move(label_of(kind, identifier), "rows", None, str(lacking))

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Write what one document lacks."""
        del job
        kind, _, identifier = item.partition("#")
        return "changed" if world.directory.write_references(kind, identifier) else "unchanged"
