"""Who runs on a process: entitlements by what they are pinned to, and records that are open."""

from dataclasses import dataclass
from itertools import islice

from shared.names import DUE_SHARDS
from shared.workflows.settle_version import use_of_version
from shared.workflows.world import World

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """Entitlements that follow the default or are pinned to the present one, and open records."""

    following: int
    pinned: int
    records: int
    followers: tuple[str, ...] = ()


def process_use(world: World, name: str) -> ProcessUse:
    """Look at every open record; a minute's work for a hundred thousand."""
    version = world.shelf.current().default_version(name)
    entitlements = use_of_version(world, name, version)
    records = 0
    for shard in range(DUE_SHARDS):
        numbers = world.records.open_in(shard)
        while batch := list(islice(numbers, _AT_ONCE)):
            files = world.records.load_many(batch)
            records += sum(file.process is not None and file.process.name == name for file in files)
    return ProcessUse(entitlements.following, entitlements.pinned, records, entitlements.followers)
