"""`milepost mail`: look at templates, post example messages, look after what waits in quarantine."""

import re
import smtplib
from email.utils import parseaddr
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from cli.local.inbox import USUAL_PORT
from cli.mail_missed import missed
from cli.mail_news import bounce, state
from cli.mail_preview import preview
from cli.mail_secret import rotate_secret
from cli.mail_show import show as show_mail
from cli.record_number import NUMBER
from cli.speech import console
from cli.stage import mail_world_of, stage_option, whoever_calls
from cli.words import moment
from shared.domain.mail.header_values import raw_value, read_headers
from shared.domain.mail.kept import Quarantined
from shared.domain.record_number import display
from shared.workflows.mail_quarantine import original, quarantined, redrive

_EXAMPLE_NUMBER = re.compile(rb"3K7Q-?9WZD-?D")
_LINE_END = re.compile(rb"\r?\n")
_HEAD = 65_536


@click.group()
def mail() -> None:
    """Mail that goes out and mail that comes in."""


mail.add_command(bounce)
mail.add_command(state)
mail.add_command(missed)
mail.add_command(preview)
mail.add_command(rotate_secret)
mail.add_command(show_mail)


@mail.command("send")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--to", help="Send it there, whatever the message says.")
@click.option(
    "--case", "number", type=NUMBER, help="Put this case for the one that the examples name."
)
@click.option("--port", type=int, default=USUAL_PORT, show_default=True)
def send(files: tuple[Path, ...], to: str | None, number: str | None, port: int) -> None:
    """Post messages to the local stack, as a mail server would."""
    for path in files:
        raw = path.read_bytes()
        if number:
            raw = _EXAMPLE_NUMBER.sub(display(number).encode(), raw)
        headers = read_headers(raw[:_HEAD])
        sender = parseaddr(raw_value(headers, "from"))[1]
        returned = raw_value(headers, "return-path")
        recipient = to or parseaddr(raw_value(headers, "to"))[1] or "support@acme.example"
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
            server.ehlo()
            server.mail("" if returned == "<>" else sender)
            server.rcpt(recipient)
            status, words = server.data(_LINE_END.sub(b"\r\n", raw))
        console().print(f"{escape(path.name)}: {status} {escape(words.decode(errors='replace'))}")


@mail.group("quarantine")
def quarantine() -> None:
    """Mails that became nothing yet."""


@quarantine.command("list")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@stage_option
def list_(limit: int, stage: str) -> None:
    """List what waits, longest first."""
    mail_world = mail_world_of(stage)
    found: list[Quarantined] = []
    cursor: str | None = None
    while len(found) < limit:
        page = quarantined(mail_world, cursor, limit - len(found))
        found.extend(page.items)
        cursor = page.cursor
        if cursor is None:
            break
    zone = mail_world.world.shelf.current().settings.zone
    console().print(_table(found, zone) if found else "Nothing waits in quarantine.")


@quarantine.command("show")
@click.argument("mail_id")
@stage_option
def show(mail_id: str, stage: str) -> None:
    """Print the beginning of a mail as it came."""
    raw = original(mail_world_of(stage), mail_id)
    click.echo(raw[:_HEAD].decode("utf-8", "replace"))


@quarantine.command("redrive")
@click.argument("mail_ids", nargs=-1, required=True)
@stage_option
def redrive_(mail_ids: tuple[str, ...], stage: str) -> None:
    """Take mails in after all."""
    mail_world, caller = mail_world_of(stage), whoever_calls()
    for mail_id in mail_ids:
        received = redrive(mail_world, mail_id, caller)
        console().print(f"{escape(mail_id)}: {received.became} {received.number or ''}")


def _table(found: list[Quarantined], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("mail", "why", "from", "subject", "came"):
        table.add_column(title, header_style="dim", no_wrap=title == "mail")
    for entry in found:
        envelope = entry.envelope
        cells = (envelope.identifier, entry.reason, envelope.sender or "<>", entry.subject or "-")
        table.add_row(*map(escape, cells), moment(entry.at, zone))
    return table
