"""`milepost checklist`: how far the set-up of entitlement management is."""

import json

import click
from rich.markup import escape
from rich.table import Table

from cli.speech import console
from cli.stage import stage_option, world_of
from shared.domain.checklist import Step, StepState
from shared.workflows.check_setup import check_setup

_SIGNS: dict[StepState, str] = {
    "done": "[green]done[/]",
    "not_done": "[red]not done[/]",
    "not_used": "[dim]not used[/]",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the steps as JSON.")
@stage_option
def checklist(stage: str, *, as_json: bool) -> int:
    """Look at the deployment and say of every step: done, not done or not used."""
    world, _ = world_of(stage)
    steps = check_setup(world)
    if as_json:
        print(json.dumps([step.model_dump(mode="json") for step in steps], indent=2))
    else:
        show_steps(steps)
    return 0


def show_steps(steps: tuple[Step, ...]) -> None:
    """Print the steps as a table, then how many are left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("step", "state", "what was found", "do it with"):
        table.add_column(title, header_style="dim", overflow="fold")
    for step in steps:
        command = "" if step.state == "done" else step.command or ""
        table.add_row(escape(step.title), _SIGNS[step.state], escape(step.found), escape(command))
    out = console()
    out.print(table)
    left = [step.title for step in steps if step.state == "not_done"]
    words = f"left to do: {', '.join(left)}" if left else "nothing is left to do"
    out.print(
        f"\n{sum(step.state == 'done' for step in steps)} of {len(steps)} done; {escape(words)}"
    )
