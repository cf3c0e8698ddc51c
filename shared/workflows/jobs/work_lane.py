"""One lane of a job: its share of the chunks, one after another."""

from collections.abc import Callable

from shared.domain.job import ChunkReport, Failure, Job, Outcome, Place, Step
from shared.errors import MilepostError, Unavailable
from shared.workflows.jobs.advance_job import always
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.world import World

Told = Callable[[ChunkReport], None]


def silence(_report: ChunkReport) -> None:
    """Nobody watches."""


def work_lane(
    world: World,
    identifier: str,
    lane: int,
    lanes: int,
    has_time: Callable[[], bool] = always,
    tell: Told = silence,
) -> Step:
    """Work on every chunk of the lane that nobody has done; `work` if time ran out, else `end`.

    Whoever cancels is obeyed before the next chunk. Raises Absent, and Unavailable: then the chunk
    is begun again, and what was done of it stays done.
    """
    job = world.jobs.load(identifier)
    done = {report.place for report in world.jobs.reports(identifier)}
    for position, place in enumerate(job.places()):
        if position % lanes != lane or place in done:
            continue
        if not has_time():
            return "work"
        if world.jobs.load(identifier).status != "running":
            return "end"
        report = _work_on(world, job, place)
        world.jobs.report(job, report)
        tell(report)
    return "end"


def _work_on(world: World, job: Job, place: Place) -> ChunkReport:
    outcomes = [_do(world, job, item) for item in world.jobs.chunk(job.id, place)]
    return ChunkReport(
        place=place,
        changed=outcomes.count("changed"),
        unchanged=outcomes.count("unchanged"),
        failures=tuple(outcome for outcome in outcomes if isinstance(outcome, Failure)),
    )


def _do(world: World, job: Job, item: str) -> Outcome | Failure:
    try:
        return KINDS[job.kind].do(world, job, item)
    except Unavailable:
        raise
    except MilepostError as error:
        faults = "; ".join(f"{fault.pointer}: {fault.message}" for fault in error.faults)
        return Failure(item=item, message=f"{error.message} {faults}".strip())
    except Exception as error:  # noqa: BLE001 - one bad item must not hold up its neighbours
        return Failure(item=item, message=f"{type(error).__name__}: {error}")
