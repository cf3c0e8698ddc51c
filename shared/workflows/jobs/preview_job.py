"""What a job would do, found by reading alone: how many items, and a sample of what would move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.domain.history import Caller
from shared.domain.job import JobKind
from shared.workflows.jobs.advance_job import always
from shared.workflows.jobs.bulk import Move
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.world import World

SAMPLE = 10


@dataclass(frozen=True, slots=True)
class JobPreview:
    """`items` is at least what there is, and exactly that if the look was `complete`."""

    kind: JobKind
    parameters: Mapping[str, str]
    items: int
    complete: bool
    sample: tuple[Move, ...]


def preview_job(
    world: World,
    kind: JobKind,
    parameters: Mapping[str, str],
    caller: Caller,
    has_time: Callable[[], bool] = always,
) -> JobPreview:
    """Look at what there is while there is time; raises Refused for parameters that cannot be."""
    bulk = KINDS[kind]
    bulk.check(world, parameters)
    found: dict[str, None] = {}
    complete = True
    pages = (page for part in range(bulk.parts) for page in bulk.found(world, parameters, part))
    for page in pages:
        found.update(dict.fromkeys(page))
        if not has_time():
            complete = False
            break
    sample = [
        move
        for item in list(found)[:SAMPLE]
        for move in bulk.sample(world, parameters, item, caller)
    ]
    return JobPreview(kind, parameters, len(found), complete, tuple(sample))
