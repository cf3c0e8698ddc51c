"""`milepost process`: versions of processes, and the drafts that become them."""

import click

from cli.process_words import use_of
from cli.stage import stage_option, world_of
from shared.domain.configuration_row import published_versions, status_of
from shared.errors import Absent
from shared.workflows.process_draft import clone_version, read_draft, review
from shared.workflows.publish_draft import publish_draft
from shared.workflows.settle_version import make_default, retire_version, use_of_version

_version = click.argument("version", type=click.IntRange(1))


@click.group()
def process() -> None:
    """List processes and versions; clone, publish, make the default, retire."""


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


@process.command()
@click.argument("name")
@_version
@stage_option
def clone(name: str, version: int, stage: str) -> None:
    """Clone VERSION of process NAME into its draft, which the API edits."""
    world, caller = world_of(stage)
    held = clone_version(world, name, version, caller)
    print(f"draft of {name} from version {version} (edition {held.edition})")


@process.command()
@click.argument("name")
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
@click.argument("name")
@_version
@click.option("--yes", is_flag=True, help="Do not ask.")
@stage_option
def set_default(name: str, version: int, stage: str, *, yes: bool) -> None:
    """Make VERSION the default of process NAME, after saying whom it concerns."""
    world, caller = world_of(stage)
    if name not in world.shelf.current().names("process"):
        raise Absent(f"There is no process '{name}'.")
    print(use_of(world, name))
    if yes or click.confirm(f"Make version {version} the default of {name}?"):
        make_default(world, name, version, caller)
        print(f"version {version} of {name} is default")


@process.command()
@click.argument("name")
@_version
@click.option("--yes", is_flag=True, help="Do not ask.")
@stage_option
def retire(name: str, version: int, stage: str, *, yes: bool) -> None:
    """Let nothing enter VERSION of process NAME any more, after saying who is pinned to it."""
    world, caller = world_of(stage)
    pinned = use_of_version(world, name, version).pinned
    print(f"{pinned} entitlements are pinned to it: their new cases would run on the default")
    if yes or click.confirm(f"Retire version {version} of {name}?"):
        retire_version(world, name, version, caller)
        print(f"version {version} of {name} is retired")
