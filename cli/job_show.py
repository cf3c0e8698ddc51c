"""What the terminal says of jobs: what they would do, how far they are, what they came to."""

from collections.abc import Iterator, Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from cli.words import moment
from shared.business_time.instant import parse_instant
from shared.domain.job import Job
from shared.workflows.jobs.preview_job import SAMPLE, JobPreview
from shared.workflows.jobs.show_job import JobReport


def told(found: JobPreview, zone: str) -> Iterator[str]:
    """A preview in lines: how many, then what would move on some of them."""
    words = " ".join([found.kind, *typed(found.parameters)])
    yield f"{words}: {found.items} to change"
    for move in found.sample:
        yield f"  {move.item}  {move.what}: {_value(move.before, zone)} -> {_value(move.after, zone)}"
    if found.items > SAMPLE:
        yield f"  and {found.items - SAMPLE} more"


def shown(report: JobReport, zone: str) -> Iterator[str]:
    """A job in lines: what it came to, who wants it, which items failed and why."""
    job = report.job
    yield said(report)
    yield f"  asked for by {job.who} at {moment(job.at, zone)}" + (
        f": {job.reason}" if job.reason else ""
    )
    if job.ended_at is not None:
        yield f"  ended at {moment(job.ended_at, zone)}"
    for failure in report.failures:
        yield f"  failed  {failure.item}: {failure.message}"
    if report.counts.failed > len(report.failures):
        yield f"  and {report.counts.failed - len(report.failures)} more that failed"


def said(report: JobReport) -> str:
    """A job in one line."""
    job, counts = report.job, report.counts
    words = " ".join([job.kind, *typed(job.parameters)])
    why = f" ({job.why})" if job.why else ""
    return (
        f"job {job.id} {words}: {job.status}{why}; {counts.finished} of {counts.items}: "
        f"{counts.changed} changed, {counts.unchanged} unchanged, {counts.failed} failed"
    )


def table(jobs: Sequence[Job], zone: str) -> Table:
    """Jobs in rows."""
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("job", "kind", "of", "status", "changed", "failed", "asked for", "by"):
        rows.add_column(title, header_style="dim", no_wrap=title == "job")
    for job in jobs:
        rows.add_row(
            job.id,
            job.kind,
            escape(" ".join(typed(job.parameters)) or "-"),
            job.status,
            str(job.counts.changed) if job.counts else "-",
            str(job.counts.failed) if job.counts else "-",
            moment(job.at, zone),
            escape(job.who),
        )
    return rows


def typed(parameters: Mapping[str, str]) -> list[str]:
    """Parameters as they are typed."""
    return [f"{name}={value}" for name, value in parameters.items()]


def _value(value: str | None, zone: str) -> str:
    if value is None:
        return "nothing"
    try:
        return moment(parse_instant(value), zone)
    except ValueError:
        return value
