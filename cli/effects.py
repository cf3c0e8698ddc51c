"""`milepost effects`: mails and calls that were given up, and how they go on their way again."""

import click
from rich.markup import escape
from rich.table import Table

from cli.speech import console
from cli.stage import stage_option, world_of
from cli.words import moment
from shared.domain.history import LogEntry
from shared.workflows.redrive_effect import parked_effects, redrive_effect


@click.group()
def effects() -> None:
    """Look after mails and calls that were given up."""


@effects.command("parked")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@stage_option
def parked(limit: int, stage: str) -> None:
    """List what was given up, longest first; it stays until it is redriven."""
    world, _ = world_of(stage)
    found: list[LogEntry] = []
    cursor: str | None = None
    while len(found) < limit:
        page = parked_effects(world, cursor, limit - len(found))
        found.extend(page.items)
        cursor = page.cursor
        if cursor is None:
            break
    zone = world.shelf.current().settings.zone
    console().print(_table(found, zone) if found else "Nothing is parked.")


@effects.command("redrive")
@click.argument("effect")
@stage_option
def redrive(effect: str, stage: str) -> None:
    """Send EFFECT on its way again, with the same id and all its tries."""
    world, caller = world_of(stage)
    done = redrive_effect(world, effect.strip(), caller)
    console().print(f"{escape(done.effect)} goes on its way again.")


def _table(found: list[LogEntry], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("effect", "kind", "to", "milestone", "action", "tries", "parked", "why"):
        table.add_column(title, header_style="dim", no_wrap=title == "effect")
    for entry in found:
        table.add_row(
            escape(entry.effect),
            entry.kind,
            escape(", ".join(entry.to) or "-"),
            escape(entry.milestone or "-"),
            escape(entry.action or "-"),
            str(entry.attempts),
            moment(entry.fired_at, zone),
            escape(entry.detail or "-"),
        )
    return table
