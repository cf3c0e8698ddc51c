"""`milepost task`: what somebody has to do, who gives it to them, and that it is done."""

import click
from rich.markup import escape
from rich.table import Table

from cli.case_commands import Moment
from cli.record_number import number_argument
from cli.speech import console
from cli.stage import stage_option, world_of
from cli.words import moment
from shared.business_time.instant import Instant
from shared.domain.task import Task
from shared.domain.task_wish import TaskWish, words_of
from shared.errors import Refused
from shared.workflows.alter_task import TaskVerb, add_task, alter_task
from shared.workflows.list_tasks import open_tasks

_identifier = click.argument("identifier", metavar="TASK")
_owner = click.option("--owner", help="The user who is to do it.")
_queue = click.option("--queue", help="The queue in which somebody is to do it.")
_due = click.option("--due", type=Moment(), help="Until when, such as 2026-03-04T08:00:00Z.")


@click.group()
def task() -> None:
    """Look at tasks, give them to people, and say that they are done."""


@task.command("list")
@_owner
@_queue
@click.option("--limit", type=click.IntRange(1, 100), default=50, show_default=True)
@stage_option
def list_open(owner: str | None, queue: str | None, limit: int, stage: str) -> None:
    """List the open tasks of a user or a queue by the instant at which they are due."""
    if (owner is None) == (queue is None):
        raise click.UsageError("Name a user or a queue: --owner or --queue.")
    world, _ = world_of(stage)
    found = open_tasks(world, f"user:{owner}" if owner else f"queue:{queue}", None, limit).items
    zone = world.shelf.current().settings.zone
    console().print(_table(found, zone) if found else "Nothing is to be done.")


@task.command("add")
@number_argument
@click.argument("subject")
@_owner
@_queue
@_due
@stage_option
def add(
    number: str,
    subject: str,
    owner: str | None,
    queue: str | None,
    due: Instant | None,
    stage: str,
) -> None:
    """Give somebody a task on record NUMBER."""
    world, caller = world_of(stage)
    words = " ".join(subject.split())
    if not words:
        raise Refused("A task says what is to be done.")
    wish = TaskWish(subject=words, owner=owner, queue=queue, due_at=due)
    _tell(add_task(world, number, wish, caller))


@task.command("change")
@number_argument
@_identifier
@click.option("--subject", help="What is to be done.")
@_owner
@_queue
@_due
@stage_option
def change(
    number: str,
    identifier: str,
    subject: str | None,
    owner: str | None,
    queue: str | None,
    due: Instant | None,
    stage: str,
) -> None:
    """Say anew what TASK of record NUMBER is, who does it, and until when."""
    wish = TaskWish(id=identifier, subject=subject, owner=owner, queue=queue, due_at=due)
    _alter(number, "change_task", wish, stage)


@task.command("done")
@number_argument
@_identifier
@stage_option
def done(number: str, identifier: str, stage: str) -> None:
    """Say that TASK of record NUMBER is done."""
    _alter(number, "finish_task", TaskWish(id=identifier), stage)


@task.command("reopen")
@number_argument
@_identifier
@stage_option
def reopen(number: str, identifier: str, stage: str) -> None:
    """Say that TASK of record NUMBER is to be done after all."""
    _alter(number, "reopen_task", TaskWish(id=identifier), stage)


def _alter(number: str, verb: TaskVerb, wish: TaskWish, stage: str) -> None:
    world, caller = world_of(stage)
    _tell(alter_task(world, number, verb, wish, caller))


def _tell(known: Task) -> None:
    console().print(f"{known.number} {escape(known.id)}: {escape(str(words_of(known)))}")


def _table(found: tuple[Task, ...], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("record", "task", "due", "what", "from"):
        table.add_column(title, header_style="dim", no_wrap=title in ("record", "task"))
    for known in found:
        table.add_row(
            known.number,
            escape(known.id),
            moment(known.due_at, zone),
            escape(known.subject),
            escape(known.made_by or f"{known.milestone}: {known.action}"),
        )
    return table
