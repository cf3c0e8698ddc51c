"""The shadow on the bus: every committed change, for whatever a customer hangs on it."""

from collections.abc import Sequence

from shared.domain.history import HistoryEntry
from shared.workflows.world import World


def publish_history(world: World, entries: Sequence[HistoryEntry]) -> tuple[int, ...]:
    """Publish; answers the positions that failed, so that the door can ask for them again."""
    return world.bus.publish(entries) if entries else ()
