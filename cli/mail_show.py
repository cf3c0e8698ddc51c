"""`milepost case mails` and `milepost mail show`: what came in for a record, and one mail whole."""

import click
from rich.markup import escape
from rich.table import Table

from cli.record_number import number_argument
from cli.speech import console
from cli.stage import stage_option, world_of
from cli.words import moment
from shared.domain.mail.kept import KeptMail
from shared.domain.mail.told_bounds import told_left_out, why_automatic
from shared.workflows.case_mails import mails_of, whole_mail


@click.command("mails")
@number_argument
@stage_option
def case_mails(number: str, stage: str) -> None:
    """List the mails that came in for case NUMBER, those of machines too."""
    world, _ = world_of(stage)
    found = mails_of(world, number)
    zone = world.shelf.current().settings.zone
    console().print(_table(found, zone) if found else "No mail came in for it.")


@click.command("show")
@number_argument
@click.argument("mail_id", metavar="MAIL")
@click.option("--html", is_flag=True, help="Its page, made safe, in place of its text.")
@stage_option
def show(number: str, mail_id: str, stage: str, *, html: bool) -> None:
    """Print a mail of case NUMBER whole, and where its original can be fetched for five minutes."""
    world, _ = world_of(stage)
    found = whole_mail(world, number, mail_id)
    zone = world.shelf.current().settings.zone
    if html:
        click.echo(found.html or "It has no page.")
        return
    out = console()
    for name, value in _head(found.mail, zone).items():
        out.print(f"[dim]{name:<10}[/]{escape(value)}", soft_wrap=True)
    address = found.original.url if found.original else "no longer kept"
    out.print(f"[dim]{'original':<10}[/]{escape(address)}\n", soft_wrap=True)
    click.echo(found.mail.text)


def _table(mails: tuple[KeptMail, ...], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("mail", "came", "from", "became", "subject"):
        table.add_column(title, header_style="dim", no_wrap=title == "mail")
    for mail in mails:
        cells = (_sender(mail), _became(mail), mail.subject or "-")
        table.add_row(escape(mail.id), moment(mail.at, zone), *map(escape, cells))
    return table


def _head(mail: KeptMail, zone: str) -> dict[str, str]:
    told = {
        "came": f"{moment(mail.at, zone)} ({zone})",
        "from": _sender(mail),
        "to": ", ".join(mail.to),
        "cc": ", ".join(mail.cc),
        "subject": mail.subject or "-",
        "became": _became(mail),
        "left out": told_left_out(mail.left_out),
        "files": ", ".join(one.name for one in mail.files),
    }
    return {name: value for name, value in told.items() if value}


def _sender(mail: KeptMail) -> str:
    return f"{mail.sender or '<>'}{'' if mail.verified else ' (not verified)'}"


def _became(mail: KeptMail) -> str:
    words = f"comment {mail.comment}" if mail.comment is not None else mail.became or "-"
    return f"{words} ({why_automatic(mail.automatic)})" if mail.automatic else words
