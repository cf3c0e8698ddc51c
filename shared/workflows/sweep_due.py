"""Every minute: whatever is overdue goes onto the wake queue, whoever lost it (§1 Sweep)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.names import DUE_SHARDS
from shared.workflows.world import World

OVERDUE_SECONDS = 90
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many records were overdue, and by how much the oldest one was."""

    found: int
    oldest_seconds: int


def sweep_due(world: World) -> SweepReport:
    """Wake everything overdue by ninety seconds, shard by shard, page after page."""
    now = world.clock.now()
    found = 0
    oldest = 0
    for shard in range(DUE_SHARDS):
        batch: list[tuple[str, Instant | None]] = []
        for number, wake_at in world.records.overdue(shard, now - OVERDUE_SECONDS):
            found += 1
            oldest = max(oldest, now - wake_at)
            batch.append((number, wake_at))
            if len(batch) == _AT_ONCE:
                world.wakes.wake_many(batch, "sweep")
                batch = []
        if batch:
            world.wakes.wake_many(batch, "sweep")
    return SweepReport(found=found, oldest_seconds=oldest)
