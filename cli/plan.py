"""`milepost plan`: what applying a folder would change, before anything is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import click
import yaml
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli import calendar_words, process_words
from cli.apply import said
from cli.organisation_files import read_organisation
from cli.speech import warn_of
from cli.stage import calls_port_of, stage_option, world_of
from shared.domain.applied import Applied, Fate
from shared.domain.difference import Difference
from shared.workflows.plan_organisation import OrganisationPlan, PlannedChange, plan_organisation
from shared.workflows.world import World

_TOLD = ("created", "changed", "retired", "kept", "withdrawn")
_SUMS: tuple[tuple[Fate, str], ...] = (
    ("created", "to create"),
    ("changed", "to change"),
    ("retired", "to retire"),
    ("withdrawn", "to withdraw"),
    ("unchanged", "unchanged"),
    ("kept", "kept"),
)
_LONGEST = 160

Use: TypeAlias = Callable[[Applied], str]
"""Says whom a changed calendar or process, or a retired version, concerns."""

_CONCERNING = (("calendar", "changed"), ("process", "changed"), ("process", "retired"))


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@stage_option
def plan(folder: Path, stage: str) -> None:
    """Compare the files in FOLDER with what is deployed; nothing is written."""
    organisation = read_organisation(folder, calls_port_of(stage))
    warn_of(organisation.warnings)
    world, _ = world_of(stage)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
    ) as bar:
        task = bar.add_task("reading what is there")
        planned = plan_organisation(
            organisation,
            directory=world.directory,
            policies=world.policies,
            now=world.clock.now(),
            progress=lambda done, total, what: bar.update(
                task, completed=done, total=total, description=what
            ),
        )
    for line in told(planned, lambda applied: _use(world, applied)):
        print(line)


def _use(world: World, applied: Applied) -> str:
    if applied.kind == "calendar":
        return calendar_words.use_of(world, applied.name)
    if applied.fate == "retired":
        return process_words.pinned_to(world, applied.name, applied.version or 0)
    return process_words.use_of(world, applied.name)


def told(planned: OrganisationPlan, use: Use | None = None) -> list[str]:
    """The plan in lines: what changes with its parts, then the sum; `use` says whom it concerns."""
    lines = [
        line
        for change in planned.changes
        if change.applied.fate in _TOLD
        for line in _of_change(change, use)
    ]
    counts = ", ".join(
        f"{planned.count(fate)} {word}" for fate, word in _SUMS if planned.count(fate)
    )
    moves = planned.configuration.changes_anything
    force = (
        f"configuration {planned.revision + 1} would come into force"
        if moves
        else f"configuration {planned.revision} would stay in force"
    )
    return [*lines, f"{counts or 'nothing to apply'}; {force}."]


def _of_change(change: PlannedChange, use: Use | None) -> list[str]:
    lines = [said(change.applied)]
    lines += [f"  {_said(difference)}" for difference in change.differences]
    if change.undoes is not None:
        lines.append(f"  undoes an edit: {change.undoes.words}; apply asks for --overwrite")
    if (change.applied.kind, change.applied.fate) not in _CONCERNING:
        return lines
    if use is not None:
        lines.append(f"  {use(change.applied)}")
    elif change.applied.kind == "process" and change.applied.fate == "changed":
        lines.append("  records and pinned entitlements stay on the version that they have (P3)")
    return lines


def _said(difference: Difference) -> str:
    path = difference.path
    if difference.before is None:
        return f"+ {path}: {_shown(difference.after)}"
    if difference.after is None:
        return f"- {path}: {_shown(difference.before)}"
    return f"~ {path}: {_shown(difference.before)} -> {_shown(difference.after)}"


def _shown(value: Any) -> str:
    if isinstance(value, str) and "\n" not in value:
        text = value
    else:
        text = yaml.safe_dump(
            value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
        )
        text = " ".join(text.removesuffix("...\n").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
