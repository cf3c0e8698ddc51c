"""`milepost init`: a first folder of configuration, from eight answers or from a pack."""

import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from cli.first_answers import Answers
from cli.first_folder import ACKNOWLEDGED, folder_of
from cli.organisation_files import read_organisation
from cli.speech import warn_of
from cli.yaml_text import YamlRefused, read_yaml
from shared.domain.faults import faults_of
from shared.errors import Fault, Refused

_EXAMPLES = Path(__file__).parents[1] / "examples"
PACKS = _EXAMPLES / "packs"
MAILS = _EXAMPLES / "acme" / "mails"
_WIDTH = 30
_WORDINGS = ("milestone-warning", "milestone-violated", "case-escalated")

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "zone": ("Which time zone are you in?", "Europe/Berlin"),
    "hours": ("When is support open? (or 24x7)", "mon-fri 09:00-17:00"),
    "holidays": ("Whose public holidays close it? (such as US, US-NY, DE-BE or none)", "none"),
    "tiers": ("Which tiers do customers have, best first?", "Gold, Silver, Bronze"),
    "targets": (
        "What is the best tier promised, by priority? (first response/resolution)",
        "High 1h/8h, Medium 4h/24h, Low 8h/40h",
    ),
    "queues": ("Which queues are there? (first: usual; second: escalations)", "Support, Experts"),
    "mail": ("Which address do customers know?", "support@example.com"),
    "told": ("Who is told when a promise is broken?", "maria <maria@example.com>"),
}
"""Answer to question and usual answer, in the order in which they are asked."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--pack",
    type=click.Choice(sorted(path.name for path in PACKS.iterdir() if path.is_dir())),
    help="Start from a pack instead of answering questions.",
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file with the answers (zone, hours, holidays, tiers, targets, queues, mail, told).",
)
def init(folder: Path, pack: str | None, answers: Path | None) -> None:
    """Write a first configuration into FOLDER, which must be new or empty, and check it."""
    if pack and answers:
        raise click.UsageError("Give --pack or --answers, not both.")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: nothing was written.")
    if pack:
        _write(folder, _of_pack(pack), _WORDINGS)
    else:
        files = folder_of(_told(answers) if answers else _asked())
        _write(folder, files, (*_WORDINGS, ACKNOWLEDGED))
    organisation = read_organisation(folder)
    warn_of(organisation.warnings)
    print(f"{len(organisation.entries)} documents in {folder}, no faults. What now:")
    called = sys.argv[0] if Path(sys.argv[0]).name == "milepost" else "milepost"
    for words, why in (
        (f"plan {folder}", "what it would change in the running stack"),
        (f"apply {folder}", "put it into force"),
        (f"schema {folder}/.milepost.schema.json", "keys and checks for your editor"),
    ):
        print(f"  {called} {words:<{_WIDTH + len(str(folder))}} # {why}")


def read_answers(given: Mapping[str, Any]) -> Answers:
    """Read answers as they were written; raises Refused with every fault."""
    try:
        return Answers.model_validate(dict(given))
    except ValidationError as wrong:
        raise Refused("The answers cannot be used.", faults=faults_of(wrong)) from wrong


def _of_pack(name: str) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((PACKS / name).glob("*.yaml"))}


def _told(path: Path) -> Answers:
    try:
        documents = read_yaml(path.read_text("utf-8"))
    except (YamlRefused, UnicodeDecodeError) as wrong:
        raise Refused(f"{path.name} cannot be read: {wrong}") from wrong
    given = documents[0].value if len(documents) == 1 else None
    if not isinstance(given, dict):
        names = ", ".join(QUESTIONS)
        raise Refused(f"{path.name} must be one mapping with {names}.")
    return read_answers(given)


def _asked() -> Answers:
    given: dict[str, str] = {}
    for name, (question, usual) in QUESTIONS.items():
        given[name] = _ask(name, question, usual)
    return read_answers(given)


def _ask(name: str, question: str, usual: str) -> str:
    """Ask until the answer can be read."""
    field = Answers.model_fields[name]
    known: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    while True:
        answer = str(click.prompt(question, default=usual))
        try:
            known.validate_python(answer)
        except ValidationError as wrong:
            for fault in faults_of(wrong):
                click.echo(f"  {_words(fault)}", err=True)
        else:
            return answer


def _words(fault: Fault) -> str:
    return f"{fault.pointer}: {fault.message}" if fault.pointer else fault.message


def _write(folder: Path, files: Mapping[str, str], mails: Iterable[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "mails").mkdir(exist_ok=True)
    for name in mails:
        shutil.copyfile(MAILS / f"{name}.yaml", folder / "mails" / f"{name}.yaml")
