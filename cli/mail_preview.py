"""`milepost mail preview`: every mail template as a file for mail programs and as a page to look at."""

import re
from pathlib import Path

import click

from cli.mail_gallery import Shown, gallery_of
from cli.organisation_files import read_organisation
from cli.record_number import NUMBER
from cli.speech import complain
from cli.stage import stage_option, world_of
from shared.adapters.mail import mime_of
from shared.domain.configuration import Configuration
from shared.domain.mail_preview import preview_for_example, preview_for_record
from shared.domain.mail_template import MailTemplate, Rendered
from shared.errors import Refused
from shared.ports import OutgoingMail
from shared.workflows.show_case import show_case

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_SENDER = "support@acme.example"
_READER = "ann.lee@customer.example"


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--name", "names", multiple=True, help="Only this template; may be said again.")
@click.option("--case", "number", type=NUMBER, help="Fill them for this record of the deployment.")
@click.option("--milestone", help="One of its milestones; left out, the next that is due.")
@click.option(
    "--to",
    "target",
    default="mail-previews",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files go.",
)
@stage_option
def preview(
    folder: Path | None,
    names: tuple[str, ...],
    number: str | None,
    milestone: str | None,
    target: Path,
    stage: str,
) -> None:
    """Write every mail template as it will look: one .eml each, and a page that shows them all.

    The templates are those in FOLDER, offline, or else those of the deployment. They are filled for
    an example, or for a record that is named. Nothing is sent.
    """
    if milestone and not number:
        raise click.UsageError("A milestone is one of a record: say which, with --case.")
    configuration = _from_files(folder) if folder else world_of(stage)[0].shelf.current()
    templates = _wanted(configuration, names)
    if number:
        world, caller = world_of(stage)
        view = show_case(world, number)
        filled = [
            preview_for_record(one, configuration, view, milestone, caller.roles)
            for one in templates
        ]
    else:
        filled = [preview_for_example(one, configuration) for one in templates]
    _write(target, list(zip(templates, filled, strict=True)), configuration.settings.sender.name)


def _from_files(folder: Path) -> Configuration:
    entries = read_organisation(folder).configuration()
    rows = [
        {"kind": one.kind.name, "name": one.name, "version": 1, "body": one.body} for one in entries
    ]
    return Configuration.from_documents(1, rows)


def _wanted(configuration: Configuration, names: tuple[str, ...]) -> list[MailTemplate]:
    known = configuration.names("mail_template")
    unknown = [name for name in names if name not in known]
    if unknown:
        words = ", ".join(f"'{name}'" for name in unknown)
        raise Refused(
            f"There is no mail template {words}; there are: {', '.join(known) or 'none'}."
        )
    found = [configuration.template(name) for name in names or known]
    return [one for one in found if one is not None]


def _write(target: Path, filled: list[tuple[MailTemplate, Rendered]], sender: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    shown = []
    for template, rendered in filled:
        stem = _NOT_IN_A_NAME.sub("-", template.name).strip(".-") or "mail"
        path = target / f"{stem}.eml"
        path.write_bytes(_message(rendered, sender))
        shown.append(Shown(template.name, path.name, rendered))
        for gap in rendered.missing:
            complain(f"{template.name}: nothing is known of {{{{{gap}}}}}")
    page = target / "index.html"
    page.write_text(gallery_of(shown, sender), encoding="utf-8")
    print(f"{len(shown)} mails written; look at {page}")


def _message(rendered: Rendered, sender: str) -> bytes:
    mail = OutgoingMail(
        effect="preview",
        number="",
        to=(_READER,),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sender_name=sender,
    )
    return mime_of(mail, _SENDER, "preview").as_bytes()
