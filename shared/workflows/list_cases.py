"""Lists of records, in the order in which they need somebody."""

from shared.domain.history import Card
from shared.ports import Page
from shared.workflows.world import World

MOST = 100


def list_cases(
    world: World, *, owner: str | None, account: str | None, cursor: str | None, limit: int
) -> Page[Card]:
    """Open records by next target (of `user:<name>`, `queue:<name>` or all), or those of an account."""
    size = max(1, min(limit, MOST))
    if account is not None:
        return world.records.of_account(account, cursor, size)
    return world.records.work(owner, cursor, size)
