"""`milepost process`: versions of processes, and the drafts that become them."""

import shlex
from pathlib import Path

import click

from cli.process_draft_file import read_draft_file
from cli.process_show import judged, shown_draft, shown_version, version_lines
from cli.process_words import pinned_to, use_of
from cli.stage import stage_option, world_of
from shared.domain.configuration_row import published_versions, status_of
from shared.errors import Absent
from shared.workflows.process_draft import (
    clone_version,
    drop_draft,
    read_draft,
    review,
    save_draft,
)
from shared.workflows.publish_draft import publish_draft
from shared.workflows.settle_version import make_default, retire_version
from shared.workflows.world import World

_name = click.argument("name")
_version = click.argument("version", type=click.IntRange(1))
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def process() -> None:
    """List and show versions; clone one into a draft, save it from a file, publish, retire."""


@process.command("list")
@stage_option
def list_processes(stage: str) -> None:
    """List processes with the status of each version, and which have a draft."""
    world, _ = world_of(stage)
    drafts = {held.id for held in world.policies.drafts()}
    for row in world.shelf.current().rows("process"):
        versions = ", ".join(f"{n} {status_of(row, n)}" for n in published_versions(row))
        print(f"{row['name']}: {versions}{'; a draft' if row['name'] in drafts else ''}")
    for name in sorted(drafts - set(world.shelf.current().names("process"))):
        print(f"{name}: a draft")


@process.command("versions")
@_name
@stage_option
def list_versions(name: str, stage: str) -> None:
    """List the versions of process NAME, newest first: status, milestones, who is pinned, notes."""
    world, _ = world_of(stage)
    for line in version_lines(world, name):
        print(line)


@process.command("show")
@_name
@click.option("--version", type=click.IntRange(1), help="Which version; left out, the default.")
@click.option("--draft", is_flag=True, help="The draft instead, with all its faults.")
@stage_option
def show(name: str, version: int | None, stage: str, *, draft: bool) -> None:
    """Print one version of process NAME as a file; what is no part of it stands in comments."""
    if draft and version is not None:
        raise click.UsageError("Name a --version or the --draft, not both.")
    world, _ = world_of(stage)
    print(shown_draft(world, name) if draft else shown_version(world, name, version), end="")


@process.command()
@_name
@_version
@stage_option
def clone(name: str, version: int, stage: str) -> None:
    """Clone VERSION of process NAME into its draft."""
    world, caller = world_of(stage)
    held = clone_version(world, name, version, caller)
    print(f"draft of {name} from version {version} (edition {held.edition})")
    word = shlex.quote(name)
    print(f"to edit it: milepost process show {word} --draft > draft.yaml")
    print("            milepost process save draft.yaml")


@process.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@stage_option
def save(file: Path, stage: str) -> None:
    """Save FILE as the draft of the process that it names; its faults are told and kept."""
    world, caller = world_of(stage)
    name, document = read_draft_file(file)
    held = save_draft(world, name, document, caller, expected=None)
    print(f"draft of {name} (edition {held.edition})")
    for line in judged(review(world, held)):
        print(line)


@process.command()
@_name
@_yes
@stage_option
def drop(name: str, stage: str, *, yes: bool) -> None:
    """Take the draft of process NAME away."""
    world, caller = world_of(stage)
    held = read_draft(world, name)
    if yes or click.confirm(f"Take the draft of {name} away?"):
        drop_draft(world, name, caller, expected=held.edition)
        print(f"the draft of {name} is gone")


@process.command()
@_name
@click.option("--default", "default", is_flag=True, help="Make it the default too.")
@stage_option
def publish(name: str, stage: str, *, default: bool) -> None:
    """Publish the draft of process NAME as its next version."""
    world, caller = world_of(stage)
    held = read_draft(world, name)
    for warning in review(world, held).warnings:
        print(f"warning: {warning.pointer}: {warning.message}")
    done = publish_draft(world, name, caller, expected=held.edition, make_default=default)
    print(f"version {done.version} of {name} is {status_of(done.document, done.version)}")


@process.command("default")
@_name
@_version
@_yes
@stage_option
def set_default(name: str, version: int, stage: str, *, yes: bool) -> None:
    """Make VERSION the default of process NAME, after saying whom it concerns."""
    world, caller = world_of(stage)
    _must_be_there(world, name)
    print(use_of(world, name))
    if yes or click.confirm(f"Make version {version} the default of {name}?"):
        make_default(world, name, version, caller)
        print(f"version {version} of {name} is default")


@process.command()
@_name
@_version
@_yes
@stage_option
def retire(name: str, version: int, stage: str, *, yes: bool) -> None:
    """Let nothing enter VERSION of process NAME any more, after saying who is pinned to it."""
    world, caller = world_of(stage)
    _must_be_there(world, name)
    print(pinned_to(world, name, version))
    if yes or click.confirm(f"Retire version {version} of {name}?"):
        retire_version(world, name, version, caller)
        print(f"version {version} of {name} is retired")


def _must_be_there(world: World, name: str) -> None:
    if name not in world.shelf.current().names("process"):
        raise Absent(f"There is no process '{name}'.")
