"""How far a job is, and what became of its items."""

from dataclasses import dataclass

from shared.domain.job import Counts, Failure, Job, counts_of
from shared.ports import Page
from shared.workflows.world import World

MOST_FAILURES = 200


@dataclass(frozen=True, slots=True)
class JobReport:
    """A job with its counts, and the first failures of them."""

    job: Job
    counts: Counts
    failures: tuple[Failure, ...]


def show_job(world: World, identifier: str) -> JobReport:
    """Count what its runners have reported; raises Absent."""
    job = world.jobs.load(identifier)
    reports = list(world.jobs.reports(identifier))
    failures = tuple(failure for report in reports for failure in report.failures)
    return JobReport(job, job.counts or counts_of(job, reports), failures[:MOST_FAILURES])


def list_jobs(world: World, cursor: str | None, limit: int) -> Page[Job]:
    """Jobs, newest first."""
    return world.jobs.recent(cursor, limit)
