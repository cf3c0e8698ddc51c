"""`milepost export`: everything that is deployed, as files that could be applied again."""

import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli.configuration_folder import SUFFIXES
from cli.days_off import of_calendar, this_year
from cli.export_folder import MARK, arranged
from cli.stage import stage_option, world_of
from shared.business_time.instant import Instant
from shared.domain.calendar_revision import PastRevision, next_revision
from shared.domain.days_off import years_around
from shared.errors import Refused
from shared.workflows.export_organisation import export_organisation

Document = Mapping[str, Any]


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the files of an earlier export.")
@stage_option
def export(folder: Path, stage: str, *, replace: bool) -> None:
    """Write configuration and directory into FOLDER; applying it again changes nothing."""
    old = _to_replace(folder, may_replace=replace)
    world, _ = world_of(stage)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
    ) as bar:
        task = bar.add_task("reading what is there")
        found = export_organisation(
            directory=world.directory,
            policies=world.policies,
            progress=lambda done, total, what: bar.update(
                task, completed=done, total=total, description=what
            ),
        )
    files = files_of(found.documents, world.clock.now())
    _write(folder, files, old)
    counts = Counter(str(document["kind"]) for document in found.documents)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{told or 'nothing is deployed'}; configuration {found.revision}.")
    print(f"{len(files)} files in {folder}")
    for name in found.drafts:
        print(f"The draft of {name} stays here: milepost process show {shlex.quote(name)} --draft")


def files_of(documents: tuple[Document, ...], now: Instant) -> dict[str, str]:
    """File name to text; looked-up holidays are named by their country again."""
    return arranged(_as_wished(document, now) for document in documents)


def _as_wished(document: Document, now: Instant) -> Document:
    """A calendar without the dates of its countries, if looking them up again gives the same."""
    given = document.get("holidays")
    if document["kind"] != "calendar" or given is None:
        return document
    wished = {**document, "holidays": _without_days(given)}
    looked_up, unknown = of_calendar(wished, years_around(this_year()))
    if unknown:
        return document
    own = [
        {key: value for key, value in form.items() if key not in ("kind", "name")}
        for form in (looked_up, document)
    ]
    try:
        same = next_revision(document["name"], own[0], own[1], now) == own[1]
    except PastRevision:
        same = False
    return wished if same else document


def _without_days(holidays: Any) -> Any:
    if isinstance(holidays, list):
        return [_without_days(entry) for entry in holidays]
    if isinstance(holidays, Mapping) and "country" in holidays:
        return {key: value for key, value in holidays.items() if key != "days"}
    return holidays


def _to_replace(folder: Path, *, may_replace: bool) -> list[Path]:
    """The files of an earlier export; raises Refused if the folder holds anything else to read."""
    there = sorted(folder.rglob("*")) if folder.exists() else []
    files = [path for path in there if path.is_file() and not _is_hidden(path, folder)]
    if files and not may_replace:
        raise Refused(f"{folder} is not empty: nothing was written. --replace renews an export.")
    strange = [
        path
        for path in files
        if path.suffix.lower() in SUFFIXES and not path.read_bytes().startswith(_mark())
    ]
    if strange:
        raise Refused(f"{strange[0]} was not exported, and would be applied too: move it away.")
    return [path for path in files if path.suffix.lower() in SUFFIXES]


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _mark() -> bytes:
    return f"# {MARK}".encode()


def _write(folder: Path, files: Mapping[str, str], old: list[Path]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    kept = {folder / name for name in files}
    for path in old:
        if path not in kept:
            path.unlink()
