"""Put or delete one document of the configuration: the checks of a whole apply, and one flip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.business_time.instant import local_date
from shared.domain.applied import Fate
from shared.domain.configuration_row import edition_of, published_versions
from shared.domain.configuration_wish import (
    NextRevision,
    Wish,
    referred_in,
    refuse_referred,
    with_wish,
)
from shared.domain.days_off import with_days_off, years_around
from shared.domain.document_label import label_of
from shared.domain.held_document import words_for
from shared.domain.history import Caller
from shared.domain.json_pointer import pointer_of
from shared.errors import Absent, Fault, StaleRevision
from shared.workflows.publish_configuration import publish_configuration
from shared.workflows.race import until_won
from shared.workflows.referrers import documents_naming, held_by
from shared.workflows.world import World

Document = Mapping[str, Any]

ABSENT = 0
"""The edition that is expected of a document which must not be there yet."""

_HOLDERS = ("queue", "user")


@dataclass(frozen=True, slots=True)
class Configured:
    """A document as it now stands, what became of it, and what is allowed but seldom meant."""

    document: Document
    fate: Fate
    warnings: tuple[Fault, ...] = ()


def put_configured(world: World, wish: Wish, caller: Caller, *, expected: int | None) -> Configured:
    """Create or replace a document; the same once more changes nothing.

    Raises Refused with every fault, StaleRevision unless it is at the edition `expected` (None: at
    any; ABSENT: not there), Busy.
    """
    wish, unknown = _with_days_off(world, wish)

    def attempt() -> Configured:
        revision, in_force = _in_force(world)
        before = _found(in_force, wish.kind, wish.name)
        following = with_wish(
            wish,
            in_force,
            has=lambda kind, name: world.directory.get(kind, name) is not None,
            past=world.policies.document,
            now=world.clock.now(),
            found=unknown,
        )
        if following.fate == "unchanged":
            return Configured(following.document, following.fate, following.warnings)
        refuse_stale(wish.kind, wish.name, before, expected)
        published = publish_configuration(
            following.documents,
            in_force,
            revision,
            policies=world.policies,
            clock=world.clock,
            caller=caller,
            also=following.also,
        )
        return _put(wish, following, published)

    return until_won(attempt, clock=world.clock, mint=world.mint)


def delete_configured(
    world: World, kind: str, name: str, caller: Caller, *, expected: int | None
) -> None:
    """Take a document away; raises Absent, StaleRevision, Refused naming what refers to it (E7)."""

    def attempt() -> None:
        revision, in_force = _in_force(world)
        before = _found(in_force, kind, name)
        if before is None:
            raise Absent(f"There is no {label_of(kind, name)}.")
        refuse_stale(kind, name, before, expected)
        refuse_referred(kind, name, list(_referrers(world, kind, name, in_force)))
        publish_configuration(
            tuple(one for one in in_force if one is not before),
            in_force,
            revision,
            policies=world.policies,
            clock=world.clock,
            caller=caller,
        )

    until_won(attempt, clock=world.clock, mint=world.mint)


def refuse_stale(kind: str, name: str, before: Document | None, expected: int | None) -> None:
    """Raise StaleRevision unless a document is at the edition that was expected."""
    present = ABSENT if before is None else edition_of(before)
    if expected is not None and (expected != present or (expected == ABSENT and before)):
        words = "does not exist" if before is None else f"is at edition {present}"
        meant = words_for(expected) if expected != ABSENT else "you meant to create it"
        raise StaleRevision(f"The {label_of(kind, name)} {words}, and {meant}.")


def _in_force(world: World) -> tuple[int, tuple[Document, ...]]:
    revision = world.policies.revision()
    return revision, world.policies.documents(revision) if revision else ()


def _found(in_force: tuple[Document, ...], kind: str, name: str) -> Document | None:
    return next((one for one in in_force if (one["kind"], one["name"]) == (kind, name)), None)


def _put(wish: Wish, following: NextRevision, published: tuple[Document, ...]) -> Configured:
    document = next(
        one for one in published if (one["kind"], one["name"]) == (wish.kind, wish.name)
    )
    return Configured(document, following.fate, following.warnings)


def _with_days_off(world: World, wish: Wish) -> tuple[Wish, list[Fault]]:
    if wish.kind != "calendar":
        return wish, []
    year = local_date("UTC", world.clock.now()).year
    body, unknown = with_days_off(wish.body, world.public_holidays, years_around(year))
    faults = [Fault(pointer_of(one.pointer), one.message, one.code) for one in unknown]
    return Wish(wish.kind, wish.name, body), faults


def _versions(world: World, in_force: tuple[Document, ...]) -> Iterator[Document]:
    """Published versions of processes that are not in force."""
    for process in (one for one in in_force if one["kind"] == "process"):
        others = [n for n in published_versions(process) if n != process["version"]]
        bodies = world.policies.versions("process", process["name"]) if others else {}
        yield from (
            {**process, "version": number, "body": bodies[number]}
            for number in others
            if number in bodies
        )


def _referrers(world: World, kind: str, name: str, in_force: tuple[Document, ...]) -> Iterator[str]:
    """Customers, then the rest of the configuration, then the records and tasks that it holds."""
    yield from documents_naming(world, kind, name)
    yield from referred_in(
        kind,
        name,
        in_force,
        has=lambda of, named: world.directory.get(of, named) is not None,
        versions=_versions(world, in_force),
    )
    if kind in _HOLDERS:
        yield from held_by(world, kind, name)
