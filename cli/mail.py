"""`milepost mail`: look at templates, post example messages, look after what waits in quarantine."""

import re
import smtplib
from email.utils import parseaddr
from pathlib import Path

import click
from rich.markup import escape

from cli.local.inbox import USUAL_PORT
from cli.mail_missed import missed
from cli.mail_news import bounce, state
from cli.mail_preview import preview
from cli.mail_quarantine import quarantine
from cli.mail_secret import rotate_secret
from cli.mail_show import show as show_mail
from cli.record_number import NUMBER
from cli.speech import console
from shared.domain.mail.header_values import raw_value, read_headers
from shared.domain.record_number import display

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
mail.add_command(quarantine)


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
