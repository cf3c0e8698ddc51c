"""`milepost case`: records as they stand, their story, and their history as a scenario."""

import json

import click
from rich.markup import escape
from rich.table import Table

from cli.case_commands import COMMANDS
from cli.case_recompute import told
from cli.case_show import show
from cli.mail_show import case_mails
from cli.record_number import number_argument
from cli.speech import console
from cli.stage import stage_option, world_of
from cli.words import moment
from shared.business_time.duration import format_duration
from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.history import Card
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.list_cases import list_cases
from shared.workflows.list_tasks import case_tasks
from shared.workflows.preview_change import preview_change
from shared.workflows.show_case import case_timeline, show_case


@click.group()
def case() -> None:
    """Look at cases, and change them."""


for command in (*COMMANDS, case_mails):
    case.add_command(command)


@case.command("show")
@number_argument
@click.option("--brief", is_flag=True, help="Without the reasons of the targets.")
@stage_option
def show_one(number: str, stage: str, *, brief: bool) -> None:
    """Print case NUMBER: who, which entitlement and why, milestones and why, and what happened."""
    world, _ = world_of(stage)
    view = show_case(world, number)
    zone = world.shelf.current().settings.zone
    timeline = case_timeline(world, view.file.number)
    tasks = case_tasks(world, view.file.number)
    show(console(), view, tasks, timeline, zone=zone, reasons=not brief)


@case.command("list")
@click.option("--queue", help="Only what lies in this queue.")
@click.option("--owner", help="Only what this user owns.")
@click.option("--account", help="Only records of this account, closed ones too.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@stage_option
def list_some(
    queue: str | None, owner: str | None, account: str | None, limit: int, stage: str
) -> None:
    """List open cases in the order in which they need somebody."""
    if sum(given is not None for given in (queue, owner, account)) > 1:
        raise click.UsageError("Name a queue, an owner or an account, not several.")
    world, _ = world_of(stage)
    of = f"queue:{queue}" if queue else f"user:{owner}" if owner else None
    cards: list[Card] = []
    cursor: str | None = None
    while len(cards) < limit:
        page = list_cases(world, owner=of, account=account, cursor=cursor, limit=limit - len(cards))
        cards.extend(page.items)
        cursor = page.cursor
        if cursor is None:
            break
    zone = world.shelf.current().settings.zone
    console().print(_table(cards, world.clock.now(), zone) if cards else "No cases.")


@case.command("recompute")
@number_argument
@click.option("--preview", is_flag=True, help="Show what would move; change nothing.")
@click.option("--reason", help="Why, for the audit entry.")
@stage_option
def recompute(number: str, preview: bool, reason: str | None, stage: str) -> None:
    """Move the open milestones of case NUMBER to the present revisions of its calendars."""
    world, caller = world_of(stage)
    asked = Alteration(verb="recompute", reason=reason)
    found = preview_change(world, number, asked, caller)
    zone = world.shelf.current().settings.zone
    if not preview and found.changes_anything:
        change_case(world, number, asked, caller)
    for line in told(found, zone, done=not preview):
        print(line)


@case.command("export")
@number_argument
@click.option("--scenario", is_flag=True, help="As a scenario that the engine replays.")
@stage_option
def export(number: str, scenario: bool, stage: str) -> None:
    """Print the history of case NUMBER as JSON."""
    if not scenario:
        raise click.UsageError("Say in which form: --scenario.")
    world, _ = world_of(stage)
    print(json.dumps(export_scenario(world, number), indent=2, ensure_ascii=False))


def _table(cards: list[Card], now: Instant, zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("number", "next target", "left", "milestone", "status", "with", "subject"):
        table.add_column(title, header_style="dim", no_wrap=title == "number")
    for card in cards:
        table.add_row(
            card.number,
            moment(card.next_target, zone),
            _left(card, now),
            escape(card.next_milestone or "-"),
            escape(card.status or "-"),
            escape(card.owner or card.queue or "-"),
            escape(card.subject),
        )
    return table


def _left(card: Card, now: Instant) -> str:
    if "pause_overdue" in card.warnings:
        return "[red]paused for too long[/]"
    if card.paused:
        return "[yellow]paused[/]"
    if card.next_target is None:
        return "-"
    left = card.next_target - now
    return format_duration(left) if left >= 0 else f"[red]{format_duration(-left)} over[/]"
