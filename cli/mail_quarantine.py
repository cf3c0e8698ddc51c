"""`milepost mail quarantine`: what became nothing yet, looked at and taken in after all."""

from collections.abc import Iterator
from typing import get_args

import click
from rich.markup import escape
from rich.table import Table

from cli.speech import complain, console
from cli.stage import mail_world_of, stage_option, whoever_calls
from cli.words import moment
from shared.domain.history import Caller
from shared.domain.mail.kept import Quarantined, Reason
from shared.errors import MilepostError, Unavailable
from shared.workflows.mail_quarantine import Wanted, original, redrive, waiting
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received

_HEAD = 65_536
_MOST = 1_000

_reason = click.option(
    "--reason", type=click.Choice(get_args(Reason)), help="Only what waits for this reason."
)
_sender = click.option(
    "--from", "sender", help="Only from this address, or from a domain such as @acme.example."
)


@click.group("quarantine")
def quarantine() -> None:
    """Mails that became nothing yet."""


@quarantine.command("list")
@_reason
@_sender
@click.option("--limit", type=click.IntRange(1, _MOST), default=50, show_default=True)
@stage_option
def list_(reason: Reason | None, sender: str | None, limit: int, stage: str) -> None:
    """List what waits, longest first."""
    mail_world = mail_world_of(stage)
    found, more = _first(waiting(mail_world, Wanted(reason, sender)), limit)
    out = console()
    if not found:
        out.print("Nothing waits in quarantine.")
        return
    out.print(_table(found, mail_world.world.shelf.current().settings.zone))
    if more:
        out.print(f"These are the first {len(found)}; more wait: --limit shows up to {_MOST:,}.")


@quarantine.command("show")
@click.argument("mail_id")
@stage_option
def show(mail_id: str, stage: str) -> None:
    """Print the beginning of a mail as it came."""
    raw = original(mail_world_of(stage), mail_id)
    click.echo(raw[:_HEAD].decode("utf-8", "replace"))


@quarantine.command("redrive")
@click.argument("mail_ids", nargs=-1)
@_reason
@_sender
@click.option("--limit", type=click.IntRange(1, _MOST), default=50, show_default=True)
@stage_option
def redrive_(
    mail_ids: tuple[str, ...], reason: Reason | None, sender: str | None, limit: int, stage: str
) -> None:
    """Take mails in after all: those that are named, or the first that fit --reason and --from."""
    if (reason is not None or sender is not None) == bool(mail_ids):
        raise click.UsageError("Name mails, or say which with --reason or --from.")
    mail_world, caller = mail_world_of(stage), whoever_calls()
    if mail_ids:
        for mail_id in mail_ids:
            console().print(_told(mail_id, redrive(mail_world, mail_id, caller)))
        return
    found, more = _first(waiting(mail_world, Wanted(reason, sender)), limit)
    failed = sum(
        not _is_taken(mail_world, entry.envelope.identifier, caller, f"{place} of {len(found)}")
        for place, entry in enumerate(found, start=1)
    )
    console().print(f"Taken in: {len(found) - failed}.{' More wait.' if more else ''}")
    if failed:
        raise Unavailable(f"{failed} of {len(found)} were not taken in; they wait as before.")


def _is_taken(mail_world: MailWorld, mail_id: str, caller: Caller, progress: str) -> bool:
    """Take one of many in; one that cannot be holds up none of the others."""
    try:
        received = redrive(mail_world, mail_id, caller)
    except MilepostError as error:
        complain(f"{progress}  {mail_id}: {error.message}")
        return False
    console().print(f"{progress}  {_told(mail_id, received)}")
    return True


def _told(mail_id: str, received: Received) -> str:
    return f"{escape(mail_id)}: {received.became} {received.number or ''}".rstrip()


def _first(entries: Iterator[Quarantined], limit: int) -> tuple[list[Quarantined], bool]:
    """So many, and whether there is another."""
    found: list[Quarantined] = []
    for entry in entries:
        if len(found) == limit:
            return found, True
        found.append(entry)
    return found, False


def _table(found: list[Quarantined], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("mail", "why", "from", "subject", "came"):
        table.add_column(title, header_style="dim", no_wrap=title == "mail")
    for entry in found:
        envelope = entry.envelope
        cells = (envelope.identifier, entry.reason, envelope.sender or "<>", entry.subject or "-")
        table.add_row(*map(escape, cells), moment(entry.at, zone))
    return table
