"""Move an allowance by hand: a top-up that somebody bought, or a correction (E6)."""

from dataclasses import dataclass
from typing import Literal

from shared.domain.allowance import LedgerEntry
from shared.domain.alteration import Repeat
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.history import Caller, Receipt
from shared.domain.intake import API_REPEAT_SECONDS
from shared.errors import AlreadyDone, Fault, Refused, StateConflict, UnknownOutcome
from shared.ports import Page
from shared.workflows.put_document import read_document
from shared.workflows.race import until_won
from shared.workflows.world import World

_WRITE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Movement:
    """`amount` is by how much what is used changes: a top-up of five is minus five."""

    kind: Literal["top_up", "correction"]
    record_type: RecordType
    amount: int
    reference: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The ledger entry, and what is used and left after all that has been entered by now."""

    entry: LedgerEntry
    used: int
    remaining: int


def move_allowance(
    world: World, identifier: str, movement: Movement, caller: Caller, repeat: Repeat | None
) -> Moved:
    """Enter the movement once, and move the balance with it.

    Raises Absent, Refused where there is no allowance, StateConflict if the repeat key came with
    another request.
    """
    entitlement = _entitlement(world, identifier)
    total = entitlement.allowance(movement.record_type)
    if total is None:
        words = (
            f"This entitlement includes any number of {movement.record_type.replace('_', ' ')}s."
        )
        raise Refused("The allowance cannot be moved.", faults=(Fault("", words, "no_allowance"),))
    entry = _entered(world, entitlement, movement, caller, repeat)
    used = world.directory.balance(entitlement.account, identifier, movement.record_type)
    return Moved(entry, used, total - used)


def read_ledger(world: World, identifier: str, cursor: str | None, limit: int) -> Page[LedgerEntry]:
    """Movements of an entitlement's allowance, oldest first; raises Absent."""
    entitlement = _entitlement(world, identifier)
    return world.ledger.entries(entitlement.account, identifier, cursor, limit)


def _entitlement(world: World, identifier: str) -> Entitlement:
    return Entitlement.model_validate(read_document(world, "entitlement", identifier).document)


def _entered(
    world: World,
    entitlement: Entitlement,
    movement: Movement,
    caller: Caller,
    repeat: Repeat | None,
) -> LedgerEntry:
    now, name = world.clock.now(), world.mint.token()
    entry = LedgerEntry(
        entitlement=entitlement.id,
        kind=movement.kind,
        amount=movement.amount,
        at=now,
        by=caller.name,
        door=caller.door,
        reference=movement.reference,
        record_type=movement.record_type,
    )
    receipt = None
    if repeat is not None:
        receipt = Receipt(
            key=repeat.key,
            number=f"{now}:{name}",
            fingerprint=repeat.fingerprint,
            expires_at=now + API_REPEAT_SECONDS,
        )
    try:
        # the same name on every try: one whose answer was lost is found to have landed
        until_won(
            lambda: _write(world, entitlement.account, entry, name, receipt),
            clock=world.clock,
            mint=world.mint,
        )
    except AlreadyDone as done:
        if repeat is None or done.fingerprint != repeat.fingerprint:
            raise StateConflict("This idempotency key was used for another request.") from done
        at, _, name = done.number.partition(":")
        there = world.ledger.entered(entitlement.account, entitlement.id, int(at), name)
        return there or entry
    return entry


def _write(
    world: World, account: str, entry: LedgerEntry, name: str, receipt: Receipt | None
) -> None:
    for _ in range(_WRITE_TRIES - 1):
        try:
            world.ledger.enter(account, entry, name, receipt)
        except UnknownOutcome:
            continue
        return
    world.ledger.enter(account, entry, name, receipt)
