"""A job run here, with a bar that says how far it is."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.speech import complain
from shared.domain.job import ChunkReport, Job
from shared.workflows.jobs.run_job import run_job
from shared.workflows.jobs.show_job import JobReport, show_job
from shared.workflows.world import World


def work_on(world: World, asked: Job) -> JobReport:
    """Run the job to its end; interrupted, it is kept as it stands, and that is said."""
    try:
        _watch(world, asked)
    except KeyboardInterrupt:
        complain(f"Stopped; milepost job resume {asked.id} goes on where it was.")
        raise
    return show_job(world, asked.id)


def _watch(world: World, asked: Job) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
        task = bar.add_task("looking", total=None)

        def listed(job: Job) -> None:
            finished = show_job(world, job.id).counts.finished
            bar.update(task, description=job.kind, total=job.items, completed=finished)

        def tell(report: ChunkReport) -> None:
            bar.advance(task, report.changed + report.unchanged + len(report.failures))

        run_job(world, asked.id, tell=tell, listed=listed)
