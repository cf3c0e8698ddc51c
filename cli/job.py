"""`milepost job`: work on many records at once, shown before anything moves."""

from collections.abc import Mapping

import click

from cli.job_show import said, shown, table, told
from cli.job_work import work_on
from cli.speech import complain, console
from cli.stage import stage_option, world_of
from shared.domain.job import Job, JobKind
from shared.workflows.jobs.advance_job import advance_job
from shared.workflows.jobs.cancel_job import cancel_job
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.show_job import list_jobs, show_job
from shared.workflows.jobs.start_job import make_job, start_job, unfinished
from shared.workflows.world import World

_kind = click.argument("kind", type=click.Choice(list(KINDS)))
_words = click.argument("words", nargs=-1, metavar="NAME=VALUE...")
_identifier = click.argument("identifier", metavar="JOB")


@click.group()
def job() -> None:
    """Recompute targets after a calendar was revised, refresh fields of an account, and more."""


@job.command("plan")
@_kind
@_words
@stage_option
def plan(kind: JobKind, words: tuple[str, ...], stage: str) -> None:
    """Show how many records a job of KIND would touch, and a sample; nothing is written.

    Such as: milepost job plan recompute calendar="Office Berlin"
    """
    world, caller = world_of(stage)
    found = preview_job(world, kind, _parameters(words), caller)
    for line in told(found, world.shelf.current().settings.zone):
        print(line)


@job.command("run")
@_kind
@_words
@click.option("--reason", help="Why, for the audit entries.")
@click.option("--away", is_flag=True, help="Let the deployment run it; do not wait.")
@stage_option
def run(
    kind: JobKind, words: tuple[str, ...], reason: str | None, stage: str, *, away: bool
) -> None:
    """Run a job of KIND; stopped half-way and run again, it goes on where it was."""
    world, caller = world_of(stage)
    parameters = _parameters(words)
    known = unfinished(world, kind, parameters)
    if known is not None:
        complain(f"Going on with job {known.id}, which {known.who} began.")
    if away:
        if known is None:
            known = start_job(world, kind, parameters, caller, reason=reason)
        else:
            world.runs.start(known.id)
        print(f"Job {known.id} is on its way: milepost job show {known.id}")
        return
    asked = known or make_job(world, kind, parameters, caller, reason=reason)
    _run(world, asked)


@job.command("resume")
@_identifier
@stage_option
def resume(identifier: str, stage: str) -> None:
    """Go on with JOB here, wherever it was."""
    world, _ = world_of(stage)
    _run(world, world.jobs.load(identifier.upper()))


@job.command("list")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@stage_option
def list_some(limit: int, stage: str) -> None:
    """List jobs, newest first."""
    world, _ = world_of(stage)
    found = list_jobs(world, None, limit).items
    zone = world.shelf.current().settings.zone
    console().print(table(found, zone) if found else "No jobs.")


@job.command("show")
@_identifier
@stage_option
def show_one(identifier: str, stage: str) -> None:
    """Say how far JOB is, what it came to, and which items failed."""
    world, _ = world_of(stage)
    zone = world.shelf.current().settings.zone
    for line in shown(show_job(world, identifier.upper()), zone):
        print(line)


@job.command("cancel")
@_identifier
@stage_option
def cancel(identifier: str, stage: str) -> None:
    """Stop JOB before its next chunk; what is done stays done."""
    world, caller = world_of(stage)
    found = cancel_job(world, identifier.upper(), caller)
    advance_job(world, found.id)
    print(said(show_job(world, found.id)))


def _run(world: World, asked: Job) -> None:
    report = work_on(world, asked)
    for line in shown(report, world.shelf.current().settings.zone):
        print(line)


def _parameters(words: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [word.partition("=") for word in words]
    wrong = [word for word, (_, equals, _) in zip(words, pairs, strict=True) if not equals]
    if wrong:
        raise click.UsageError(f"'{wrong[0]}' is no NAME=VALUE, such as calendar=Office.")
    return {name: value for name, _, value in pairs}
