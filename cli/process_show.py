"""How versions and drafts of processes look in a terminal: as files that can be saved again."""

from collections.abc import Iterator
from typing import Any

from cli.yaml_writing import write_yaml
from shared.business_time.instant import format_instant
from shared.domain.configuration_row import published_versions, status_of
from shared.domain.file_form import file_form
from shared.errors import Absent
from shared.workflows.process_draft import BASED_ON, DOCUMENT, Review, read_draft, review
from shared.workflows.settle_version import use_of_version
from shared.workflows.world import World


def version_lines(world: World, name: str) -> Iterator[str]:
    """One line a version, newest first; raises Absent."""
    row = _row(world, name)
    bodies = world.policies.versions("process", name)
    for number in reversed(published_versions(row)):
        body = bodies.get(number, {})
        pinned = use_of_version(world, name, number).pinned
        notes = " ".join(str(body.get("notes", "")).split())
        line = f"{number:>4}  {status_of(row, number):<9}  {len(body.get('milestones', ()))} "
        yield f"{line}milestones, {pinned} pinned{f'  {notes}' if notes else ''}"


def shown_version(world: World, name: str, version: int | None) -> str:
    """A version as a file, the default if none is named; raises Absent."""
    row = _row(world, name)
    number = int(row["version"]) if version is None else version
    status = status_of(row, number)
    if status is None:
        raise Absent(f"The process '{name}' has no version {number}.")
    body = world.policies.document("process", name, number) or row["body"]
    use = use_of_version(world, name, number)
    heading = f"version {number} is {status}; {use.pinned} entitlements are pinned to it, "
    heading += f"{use.following} follow the default"
    return write_yaml([file_form("process", name, body, number)], heading)


def shown_draft(world: World, name: str) -> str:
    """The draft as a file, with what publishing would refuse in comments; raises Absent."""
    held = read_draft(world, name)
    origin = held.document.get(BASED_ON)
    heading = f"draft{f' from version {origin}' if origin else ''}, edition {held.edition}, "
    heading += f"changed by {held.changed_by} at {format_instant(held.changed_at)}"
    lines = [heading, *judged(review(world, held))]
    document = {"kind": "process", "name": name, **held.document[DOCUMENT]}
    return write_yaml([document], "\n".join(lines))


def judged(found: Review) -> Iterator[str]:
    """What publishing would refuse and say."""
    for word, faults in (("fault", found.faults), ("warning", found.warnings)):
        for fault in faults:
            place = f"{fault.pointer}: " if fault.pointer else ""
            yield f"{word}: {place}{' '.join(fault.message.split())}"


def _row(world: World, name: str) -> dict[str, Any]:
    row = world.shelf.current().row("process", name)
    if row is None:
        raise Absent(f"There is no process '{name}'.")
    return dict(row)
