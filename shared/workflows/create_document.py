"""Create a document of the directory, once for each request that says so (E1)."""

from contextlib import suppress

from shared.domain.alteration import Repeat
from shared.domain.held_document import HeldDocument
from shared.domain.history import Caller, Receipt
from shared.domain.intake import API_REPEAT_SECONDS
from shared.errors import AlreadyDone, Fault, StaleRevision, StateConflict
from shared.workflows.judge_document import Asked
from shared.workflows.put_document import (
    checked,
    grant_owed,
    put_checked,
    read_document,
)
from shared.workflows.world import World


def create_document(
    world: World, asked: Asked, caller: Caller, repeat: Repeat | None = None
) -> HeldDocument:
    """Create it, and what its product's templates give it (E5).

    Raises Refused with every fault, StateConflict if the id is taken, if the repeat key came with
    another request, or if what that made has been deleted since.
    """
    done = _earlier(world, repeat)
    if done is None:
        body = checked(world, asked, None, caller)
        try:
            put_checked(world, asked, body, caller, 0, _receipt(world, asked, repeat))
        except (AlreadyDone, StaleRevision) as lost:
            # of two that came at once with one key, the other may be the one that took the id
            done = _earlier(world, repeat)
            if done is None:
                raise StateConflict(
                    f"There is {asked.kind} '{asked.id}' already.",
                    faults=(Fault("/id", "This id is taken.", "taken"),),
                ) from lost
    if repeat and done:
        return _made(world, asked.kind, repeat, done, caller)
    grant_owed(world, asked, caller)
    return read_document(world, asked.kind, asked.id)


def _earlier(world: World, repeat: Repeat | None) -> Receipt | None:
    return world.records.receipt(repeat.key, world.clock.now()) if repeat else None


def _receipt(world: World, asked: Asked, repeat: Repeat | None) -> Receipt | None:
    if repeat is None:
        return None
    return Receipt(
        key=repeat.key,
        number=asked.id,
        fingerprint=repeat.fingerprint,
        expires_at=world.clock.now() + API_REPEAT_SECONDS,
    )


def _made(world: World, kind: str, repeat: Repeat, done: Receipt, caller: Caller) -> HeldDocument:
    """What the request made, as it now stands; finished, if it was left half-way."""
    if done.fingerprint != repeat.fingerprint:
        raise StateConflict("This idempotency key was used for another request.")
    held = world.directory.read(kind, done.number)
    if held is None:
        raise StateConflict(
            f"The {kind} '{done.number}' that this request made has been deleted since."
        )
    made = Asked(kind, held.id, held.document)
    with suppress(StaleRevision):  # whoever changes it meanwhile finishes it
        put_checked(world, made, held.document, caller, held.edition)
    grant_owed(world, made, caller)
    return read_document(world, kind, held.id)
