"""Every entitlement there is, by hundreds: what the jobs of a day look at, and nobody who waits."""

from collections.abc import Iterator, Sequence

from shared.domain.entitlement import Entitlement
from shared.workflows.world import World

_AT_ONCE = 100


def each_entitlement(world: World) -> Iterator[Sequence[Entitlement]]:
    """Pages of entitlements by name, as they now are."""
    cursor: str | None = None
    while True:
        page = world.directory.list("entitlement", cursor=cursor, limit=_AT_ONCE)
        yield [Entitlement.model_validate(held.document) for held in page.items]
        cursor = page.cursor
        if cursor is None:
            return


def read_entitlement(world: World, identifier: str) -> Entitlement | None:
    """One of them as it now is, if there still is one."""
    document = world.directory.get("entitlement", identifier)
    return None if document is None else Entitlement.model_validate(document)
