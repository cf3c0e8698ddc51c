"""Move an allowance by hand: a top-up that somebody bought, or a correction (E6)."""

from dataclasses import dataclass
from typing import Literal

from shared.domain.allowance import LedgerEntry, Moving, Standing
from shared.domain.alteration import Repeat
from shared.domain.audit import AuditEntry
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument
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
    held = read_document(world, "entitlement", identifier)
    entitlement = Entitlement.model_validate(held.document)
    total = entitlement.allowance(movement.record_type)
    if total is None:
        words = (
            f"This entitlement includes any number of {movement.record_type.replace('_', ' ')}s."
        )
        raise Refused("The allowance cannot be moved.", faults=(Fault("", words, "no_allowance"),))
    entry = _entered(world, held, movement, caller, repeat)
    used = world.directory.balance(entitlement.account, identifier, movement.record_type)
    return Moved(entry, used, total - used)


def read_ledger(world: World, identifier: str, cursor: str | None, limit: int) -> Page[LedgerEntry]:
    """Movements of an entitlement's allowance, oldest first; raises Absent."""
    entitlement = _entitlement(world, identifier)
    return world.ledger.entries(entitlement.account, identifier, cursor, limit)


def _entitlement(world: World, identifier: str) -> Entitlement:
    return Entitlement.model_validate(read_document(world, "entitlement", identifier).document)


def _entered(
    world: World, held: HeldDocument, movement: Movement, caller: Caller, repeat: Repeat | None
) -> LedgerEntry:
    account = str(held.document["account"])
    entry = LedgerEntry(
        entitlement=held.id,
        kind=movement.kind,
        amount=movement.amount,
        at=world.clock.now(),
        by=caller.name,
        door=caller.door,
        reference=movement.reference,
        record_type=movement.record_type,
    )
    token = world.mint.token()

    def attempt() -> None:
        standing = world.ledger.standing(account, held.id, movement.record_type)
        # movements of one second sort as they came
        name = f"{standing.moves:08}-{token}"
        moving = Moving(standing=standing, trail=_trail(held, entry, standing))
        _write(world, account, entry, name, _receipt(entry, name, repeat), moving)

    try:
        until_won(attempt, clock=world.clock, mint=world.mint)
    except AlreadyDone as done:
        if repeat is None or done.fingerprint != repeat.fingerprint:
            raise StateConflict("This idempotency key was used for another request.") from done
        at, _, name = done.number.partition(":")
        return world.ledger.entered(account, held.id, int(at), name) or entry
    return entry


def _receipt(entry: LedgerEntry, name: str, repeat: Repeat | None) -> Receipt | None:
    if repeat is None:
        return None
    return Receipt(
        key=repeat.key,
        number=f"{entry.at}:{name}",
        fingerprint=repeat.fingerprint,
        expires_at=entry.at + API_REPEAT_SECONDS,
    )


def _trail(held: HeldDocument, entry: LedgerEntry, standing: Standing) -> AuditEntry:
    used = f"used_{entry.record_type}s"
    return AuditEntry(
        kind="entitlement",
        id=held.id,
        edition=held.edition,
        at=entry.at,
        by=entry.by,
        door=entry.door or "",
        verb="top_up" if entry.kind == "top_up" else "correction",
        before={"id": held.id, used: standing.used},
        after={
            "id": held.id,
            used: standing.used + entry.amount,
            "reference": entry.reference,
        },
    )


def _write(
    world: World,
    account: str,
    entry: LedgerEntry,
    name: str,
    receipt: Receipt | None,
    moving: Moving,
) -> None:
    # the same name on every try: one whose answer was lost is found to have landed
    for _ in range(_WRITE_TRIES - 1):
        try:
            world.ledger.enter(account, entry, name, receipt, moving)
        except UnknownOutcome:
            continue
        return
    world.ledger.enter(account, entry, name, receipt, moving)
