"""What the routes of bulk jobs do, loaded by the first request that asks for one."""

from dataclasses import asdict

from functions.api import job_answers as answers
from functions.api.instants import show_if
from functions.api.job_shapes import JobPlan, NewJob
from shared.business_time.instant import format_instant
from shared.domain.alteration import Repeat
from shared.domain.history import Caller
from shared.domain.job import Counts, Job
from shared.workflows.jobs.cancel_job import cancel_job
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.show_job import JobReport, list_jobs, show_job
from shared.workflows.jobs.start_job import start_job
from shared.workflows.world import World

_SECONDS_TO_LOOK = 8


def preview(world: World, body: JobPlan, caller: Caller) -> answers.JobPreview:
    """Look for as long as somebody may wait."""
    started = world.clock.elapsed()

    def has_time() -> bool:
        return world.clock.elapsed() - started < _SECONDS_TO_LOOK

    found = preview_job(world, body.kind, body.parameters, caller, has_time)
    return answers.JobPreview(
        kind=found.kind,
        parameters=dict(found.parameters),
        items=found.items,
        complete=found.complete,
        sample=[answers.JobMove(**asdict(move)) for move in found.sample],
    )


def start(world: World, body: NewJob, caller: Caller, repeat: Repeat | None) -> answers.Job:
    """Keep the job, start it, and tell it as it stands."""
    job = start_job(world, body.kind, body.parameters, caller, reason=body.reason, repeat=repeat)
    return show(world, job.id)


def show(world: World, identifier: str) -> answers.Job:
    """Tell a job with its counts and failures."""
    return _job(show_job(world, identifier))


def cancel(world: World, identifier: str, caller: Caller) -> answers.Job:
    """Cancel it, and tell it as it stands."""
    return show(world, cancel_job(world, identifier, caller).id)


def page(world: World, cursor: str | None, limit: int) -> answers.JobPage:
    """Tell one page of the list."""
    found = list_jobs(world, cursor, limit)
    return answers.JobPage(items=[_card(job) for job in found.items], next=found.cursor)


def _card(job: Job) -> answers.JobCard:
    return answers.JobCard(
        id=job.id,
        kind=job.kind,
        parameters=job.parameters,
        reason=job.reason,
        status=job.status,
        asked_by=job.who,
        asked_at=format_instant(job.at),
        cancelled_by=job.cancelled.who if job.cancelled else None,
        cancelled_at=show_if(job.cancelled.at if job.cancelled else None),
        ended_at=show_if(job.ended_at),
        why=job.why,
        counts=_counts(job.counts) if job.counts else None,
    )


def _job(report: JobReport) -> answers.Job:
    card = _card(report.job).model_dump(exclude={"counts"})
    failures = [answers.JobFailure(**failure.model_dump()) for failure in report.failures]
    return answers.Job(**card, counts=_counts(report.counts), failures=failures)


def _counts(counts: Counts) -> answers.JobCounts:
    return answers.JobCounts(**counts.model_dump())
