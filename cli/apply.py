"""`milepost apply`: a folder of configuration, checked whole and then put into force."""

from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli.calendar_words import recompute, use_of
from cli.organisation_files import read_organisation
from cli.speech import warn_of
from cli.stage import calls_port_of, stage_option, world_of
from shared.domain.applied import Applied
from shared.workflows.apply_organisation import ApplyReport, apply_organisation

_LANES = 8
"""Documents written at a time; more of them make a local stack no faster."""

_TOLD = ("created", "changed", "retired", "kept", "withdrawn")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--recompute",
    "recomputes",
    is_flag=True,
    help="Move what counts by a changed calendar to its new revision.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Let the files count over what people changed through the API since.",
)
@stage_option
def apply(folder: Path, stage: str, *, recomputes: bool, overwrite: bool) -> None:
    """Check the files in FOLDER and put them into force; the same files again change nothing."""
    organisation = read_organisation(folder, calls_port_of(stage))
    warn_of(organisation.warnings)
    world, caller = world_of(stage)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
    ) as bar:
        task = bar.add_task("reading what is there")
        report = apply_organisation(
            organisation,
            directory=world.directory,
            policies=world.policies,
            clock=world.clock,
            caller=caller,
            overwrite=overwrite,
            lanes=_LANES,
            progress=lambda done, total, what: bar.update(
                task, completed=done, total=total, description=what
            ),
        )
    for line in report.lines:
        if line.fate in _TOLD:
            print(said(line))
            if (line.kind, line.fate) == ("calendar", "changed") and not recomputes:
                print(f"  {use_of(world, line.name)}")
    print(summary(report))
    if recomputes:
        for line in report.lines:
            if (line.kind, line.fate) == ("calendar", "changed"):
                print(recompute(world, line.name, caller))


def said(line: Applied) -> str:
    """Say what became of one document."""
    version = f" (version {line.version})" if line.version and line.kind == "process" else ""
    why = " (no longer in the folder; it stays in force)" if line.fate == "kept" else ""
    return f"{line.fate:<10} {line.kind} {line.name}{version}{why}"


def summary(report: ApplyReport) -> str:
    """Say what the whole apply came to."""
    counts = ", ".join(
        f"{report.count(fate)} {fate}"
        for fate in ("created", "changed", "retired", "unchanged", "kept", "withdrawn")
        if report.count(fate)
    )
    moved = report.revision != report.previous_revision
    force = f"configuration {report.revision} is {'now' if moved else 'still'} in force"
    return f"{counts or 'nothing to apply'}; {force}."
