"""Make a version the default of its process, or retire it; and who would notice (P2, P3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.configuration_row import RETIRED, retired_versions, status_of
from shared.domain.configuration_wish import Wish, judged_wish
from shared.domain.file_form import file_form
from shared.domain.history import Caller
from shared.errors import Absent, Fault, IllegalMove, Refused
from shared.workflows.publish_configuration import publish_configuration
from shared.workflows.race import until_won
from shared.workflows.world import World

Document = Mapping[str, Any]
Move = Callable[[Document, tuple[Document, ...]], Document]

_PAGE = 100
_NAMED = 100


@dataclass(frozen=True, slots=True)
class VersionUse:
    """Entitlements of a process: those that follow its default, and those pinned to one version.

    `followers` are the first hundred of the former, by id.
    """

    following: int
    pinned: int
    followers: tuple[str, ...] = ()


def use_of_version(world: World, name: str, version: int) -> VersionUse:
    """Say who would follow if the version became the default, and count who is pinned to it."""
    followers: list[str] = []
    pinned = 0
    cursor: str | None = None
    while True:
        page = world.directory.list("entitlement", of=("process", name), cursor=cursor, limit=_PAGE)
        for held in page.items:
            wanted = held.document.get("version")
            followers += [held.id] if wanted == "default" else []
            pinned += version in (wanted, held.document.get("pinned_version"))
        cursor = page.cursor
        if cursor is None:
            return VersionUse(len(followers), pinned, tuple(followers[:_NAMED]))


def make_default(world: World, name: str, version: int, caller: Caller) -> Document:
    """New entitlements are pinned to the version from now on, and those that follow do; no record moves.

    Raises Absent, IllegalMove for a retired version, Refused if it no longer fits what is in force.
    """

    def move(row: Document, in_force: tuple[Document, ...]) -> Document:
        if status_of(row, version) == "retired":
            raise _illegal(f"Version {version} of '{name}' is retired: clone it into a draft.")
        body = world.policies.document("process", name, version) or {}
        _refuse_unfit(world, name, body, in_force)
        return {**row, "version": version, "body": body}

    return _settle(world, name, version, "default", move, caller)


def retire_version(world: World, name: str, version: int, caller: Caller) -> Document:
    """Nothing enters the version any more; what runs on it goes on. Raises Absent, IllegalMove."""

    def move(row: Document, _in_force: tuple[Document, ...]) -> Document:
        if status_of(row, version) == "default":
            words = f"Version {version} is the default of '{name}': make another one that first."
            raise _illegal(words)
        return {**row, RETIRED: sorted({*retired_versions(row), version})}

    return _settle(world, name, version, "retired", move, caller)


def _settle(
    world: World, name: str, version: int, wanted: str, move: Move, caller: Caller
) -> Document:
    def attempt() -> Document:
        revision = world.policies.revision()
        in_force = world.policies.documents(revision) if revision else ()
        row = next((one for one in in_force if _is(one, name)), None)
        status = status_of(row, version) if row is not None else None
        if row is None or status is None:
            raise Absent(f"The process '{name}' has no version {version}.")
        if status == wanted:
            return row
        moved = move(row, in_force)
        rows = publish_configuration(
            [moved if one is row else one for one in in_force],
            in_force,
            revision,
            policies=world.policies,
            clock=world.clock,
            caller=caller,
        )
        return next(one for one in rows if _is(one, name))

    return until_won(attempt, clock=world.clock, mint=world.mint)


def _refuse_unfit(world: World, name: str, body: Document, in_force: tuple[Document, ...]) -> None:
    wish = Wish("process", name, file_form("process", name, body))
    _, faults, _ = judged_wish(
        wish, in_force, lambda kind, id_: world.directory.get(kind, id_) is not None
    )
    if faults:
        words = f"This version of '{name}' no longer fits what is in force."
        raise Refused(words, faults=tuple(faults))


def _is(document: Document, name: str) -> bool:
    return (document["kind"], document["name"]) == ("process", name)


def _illegal(words: str) -> IllegalMove:
    return IllegalMove(words, faults=(Fault("path:/version", words, "illegal_move"),))
