"""Put a document of the directory as a person asks: checked against all that it names, then written."""

from collections.abc import Mapping
from typing import Any

from shared.domain.directory_form import with_pointers
from shared.domain.entitlement_template import GRANTING_KINDS
from shared.domain.held_document import HeldDocument, words_for
from shared.domain.history import Caller, Receipt
from shared.domain.settled import settled, with_closed
from shared.errors import Absent, Refused, StaleRevision
from shared.workflows.grant_entitlements import Granting, grant_entitlements, templates_of
from shared.workflows.judge_document import Asked, faults_in
from shared.workflows.world import World

Document = Mapping[str, Any]


def change_document(
    world: World, asked: Asked, caller: Caller, *, expected: int | None
) -> HeldDocument:
    """Set the keys that are given, clear those that are None; raises Absent, Refused, StaleRevision."""
    before = read_document(world, asked.kind, asked.id)
    if expected is not None and expected != before.edition:
        raise StaleRevision(
            f"The {asked.kind} '{asked.id}' is at edition {before.edition}, "
            f"and {words_for(expected)}."
        )
    merged = {**before.document, **asked.document}
    whole = {name: value for name, value in merged.items() if value is not None}
    body = checked(world, Asked(asked.kind, asked.id, whole), before.document, caller, asked)
    put_checked(world, asked, body, caller, before.edition)
    grant_owed(world, asked, caller)
    return read_document(world, asked.kind, asked.id)


def replace_document(
    world: World, asked: Asked, caller: Caller, *, expected: int | None
) -> HeldDocument:
    """Make it as it is asked for, whole; `expected` 0 creates, None replaces any edition.

    What the caller may not set stays as it is. Raises Absent, Refused, StaleRevision.
    """
    before = None if expected == 0 else read_document(world, asked.kind, asked.id)
    present = before.edition if before else 0
    document = asked.document
    if before is not None:
        access = world.shelf.current().declared("case").open_to
        document = with_closed(
            asked.kind, document, before.document, access.closed_to(caller.roles)
        )
    whole = Asked(asked.kind, asked.id, document)
    body = checked(world, whole, before.document if before else None, caller, asked)
    put_checked(world, asked, body, caller, present if expected is None else expected)
    grant_owed(world, asked, caller)
    return read_document(world, asked.kind, asked.id)


def read_document(world: World, kind: str, identifier: str) -> HeldDocument:
    """Read it strongly consistent; raises Absent."""
    found = world.directory.read(kind, identifier)
    if found is None:
        raise Absent(f"There is no {kind.replace('_', ' ')} '{identifier}'.")
    return found


def checked(
    world: World,
    asked: Asked,
    before: Document | None,
    caller: Caller,
    given: Asked | None = None,
) -> Document:
    """The document as it may be written; raises Refused with every fault."""
    faults = faults_in(world, asked, before, caller, (given or asked).document)
    if faults:
        raise Refused(f"The {asked.kind} cannot be accepted.", faults=tuple(faults))
    return settled(
        asked.kind,
        asked.document,
        before,
        default=world.shelf.current().default_version,
        templates=lambda product: templates_of(world.directory, product),
    )


def grant_owed(world: World, asked: Asked, caller: Caller) -> None:
    """Give an asset or line what it was never given (E5)."""
    if asked.kind not in GRANTING_KINDS:
        return
    configuration = world.shelf.current()
    granting = Granting(
        world.directory,
        caller,
        world.clock.now(),
        configuration.settings.zone,
        configuration.default_version,
    )
    grant_entitlements(granting, asked.kind, asked.id)


def put_checked(
    world: World,
    asked: Asked,
    body: Document,
    caller: Caller,
    expected: int,
    receipt: Receipt | None = None,
) -> None:
    """Write what was checked; raises Refused with pointers, StaleRevision, AlreadyDone."""
    try:
        world.directory.put(
            asked.kind,
            asked.id,
            body,
            who=caller.name,
            at=world.clock.now(),
            door=caller.door,
            expected=expected,
            receipt=receipt,
        )
    except Refused as refused:
        faults = tuple(with_pointers(refused.faults))
        raise type(refused)(refused.message, faults=faults) from refused
