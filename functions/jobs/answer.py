"""One step of a job: list, or work in a lane; what is left is said, and called for again."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.job import ChunkReport
from shared.names import JOB_LANES
from shared.telemetry import job_items_failed, logger
from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.begin_day import begin_day
from shared.workflows.jobs.work_lane import work_lane
from shared.workflows.world import World

ENOUGH_MILLISECONDS = 60_000
"""With less time than this left, no part is listed and no chunk begun."""


def answer(event: Mapping[str, Any], world: World, remaining: Callable[[], int]) -> dict[str, Any]:
    """Answer with what comes next: `list`, `work` in these lanes, or `end`."""
    if event.get("daily"):
        begun = begin_day(world)
        logger.info("day begun", jobs=list(begun))
        return {"jobs": list(begun)}

    def has_time() -> bool:
        return remaining() > ENOUGH_MILLISECONDS

    job, lane = str(event["job"]), event.get("lane")
    if lane is None:
        step: str = advance_job(world, job, has_time)
        lanes = list(range(JOB_LANES)) if step == "work" else []
    else:
        step = work_lane(world, job, int(lane), JOB_LANES, has_time, _tell)
        lanes = []
    logger.info("job went on", job=job, lane=lane, next=step)
    return {"next": step, "lanes": lanes}


def _tell(report: ChunkReport) -> None:
    job_items_failed(len(report.failures))
    for failure in report.failures:
        logger.warning("item failed", item=failure.item, reason=failure.message)
