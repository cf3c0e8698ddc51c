"""Publish a draft as the next version of its process, which never changes again (P2, P5)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from shared.domain.configuration_row import PUBLISHED
from shared.domain.configuration_wish import NextRevision, Wish, with_wish
from shared.domain.held_document import words_for
from shared.domain.history import Caller
from shared.domain.version_words import refuse_in_draft
from shared.errors import Absent, Fault, Refused, StaleRevision
from shared.workflows.process_draft import DOCUMENT, drop_draft, read_draft
from shared.workflows.publish_configuration import publish_configuration
from shared.workflows.race import until_won
from shared.workflows.world import World

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """The process as it now stands, and the version that the draft became."""

    document: Document
    version: int
    warnings: tuple[Fault, ...] = ()


def publish_draft(
    world: World, name: str, caller: Caller, *, expected: int | None, make_default: bool
) -> Published:
    """Publish the draft of a process and take it away; the first version is the default.

    What says the same as the default, or as the newest version, makes no other version. Raises
    Absent, StaleRevision, Refused with every fault and its pointer, Busy.
    """
    held = read_draft(world, name)
    if expected is not None and expected != held.edition:
        raise StaleRevision(
            f"The draft of '{name}' is at edition {held.edition}, and {words_for(expected)}."
        )
    wish = Wish("process", name, held.document[DOCUMENT])
    misplaced = refuse_in_draft(wish.body)
    if misplaced:
        raise Refused(f"The draft of '{name}' cannot be published.", faults=misplaced)
    published = until_won(
        lambda: _publish(world, wish, caller, make_default=make_default),
        clock=world.clock,
        mint=world.mint,
    )
    # if it has been edited since, what is new stays a draft
    with suppress(StaleRevision, Absent):
        drop_draft(world, name, caller, expected=held.edition)
    return published


def _publish(world: World, wish: Wish, caller: Caller, *, make_default: bool) -> Published:
    policies = world.policies
    revision = policies.revision()
    in_force = policies.documents(revision) if revision else ()
    before = next((one for one in in_force if (one["kind"], one["name"]) == _name(wish)), None)
    following = with_wish(
        wish,
        in_force,
        has=lambda kind, name: world.directory.get(kind, name) is not None,
        past=policies.document,
        now=world.clock.now(),
    )
    version = int(following.document["version"])
    if following.fate == "unchanged":
        return Published(following.document, version, following.warnings)
    also: tuple[Document, ...] = ()
    if before is not None and not make_default:
        also = (following.document,)
        following = _beside(before, following)
        if following.document == before:
            return Published(before, version, following.warnings)
    rows = publish_configuration(
        following.documents,
        in_force,
        revision,
        policies=policies,
        clock=world.clock,
        caller=caller,
        also=tuple({k: one[k] for k in ("kind", "name", "version", "body")} for one in also),
    )
    row = next(one for one in rows if (one["kind"], one["name"]) == _name(wish))
    return Published(row, version, following.warnings)


def _beside(before: Document, following: NextRevision) -> NextRevision:
    """The new version is published, and the default stays what it is."""
    row = {**before, PUBLISHED: following.document[PUBLISHED]}
    if before.get(PUBLISHED) == row[PUBLISHED]:
        row = dict(before)
    documents = tuple(row if one is following.document else one for one in following.documents)
    return NextRevision(documents, row, following.fate, following.warnings)


def _name(wish: Wish) -> tuple[str, str]:
    return wish.kind, wish.name
