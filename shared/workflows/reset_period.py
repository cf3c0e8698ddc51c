"""A new month of an allowance begins: what was used before it is forgiven, once (E6)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant, local_date, local_to_instant
from shared.domain.account import Account
from shared.domain.allowance import LedgerEntry
from shared.domain.allowance_period import period_start
from shared.domain.case_file import RecordType
from shared.domain.ending_notice import zone_of
from shared.domain.entitlement import Entitlement
from shared.domain.history import Caller
from shared.workflows.race import until_won
from shared.workflows.world import World

_TYPES: tuple[RecordType, ...] = ("case", "work_order")


@dataclass(frozen=True, slots=True)
class Reset:
    """A reset: from which instant on the new period counts, and by how much what is used falls."""

    record_type: RecordType
    at: Instant
    amount: int


def due_resets(world: World, entitlement: Entitlement) -> tuple[Reset, ...]:
    """The resets of the present period that have not been made; nothing is written.

    Uses since the period began stay in it, whenever the reset comes. What was topped up and not
    used stays too: only what is used goes back to nothing.
    """
    at = _begun(world, entitlement)
    if at is None:
        return ()
    return tuple(
        Reset(one, at, -max(0, _used_before(world, entitlement, at, one)))
        for one in _limited(entitlement)
        if _made(world, entitlement, at, one) is None
    )


def reset_period(world: World, entitlement: Entitlement, *, by: Caller, reference: str) -> bool:
    """Make the resets that are due; True if this `reference` made one, now or before."""
    for due in due_resets(world, entitlement):
        _reset(world, entitlement, due, by, reference)
    at = _begun(world, entitlement)
    if at is None:
        return False
    made = (_made(world, entitlement, at, one) for one in _limited(entitlement))
    return any(one is not None and one.reference == reference for one in made)


def _reset(world: World, entitlement: Entitlement, due: Reset, by: Caller, reference: str) -> None:
    entry = LedgerEntry(
        entitlement=entitlement.id,
        record_type=due.record_type,
        kind="period_reset",
        amount=due.amount,
        at=due.at,
        by=by.name,
        door=by.door,
        reference=reference,
    )
    name = _name(due.record_type)
    until_won(
        lambda: world.ledger.enter(entitlement.account, entry, name),
        clock=world.clock,
        mint=world.mint,
    )


def _limited(entitlement: Entitlement) -> tuple[RecordType, ...]:
    return tuple(one for one in _TYPES if entitlement.allowance(one) is not None)


def _begun(world: World, entitlement: Entitlement) -> Instant | None:
    if entitlement.allowance_period != "month":
        return None
    document = world.directory.get("account", entitlement.account)
    account = None if document is None else Account.model_validate(document)
    zone = zone_of(account, world.shelf.current().settings.zone)
    day = period_start(entitlement, local_date(zone, world.clock.now()))
    return None if day is None else local_to_instant(zone, f"{day.isoformat()}T00:00:00")


def _used_before(
    world: World, entitlement: Entitlement, at: Instant, record_type: RecordType
) -> int:
    return world.ledger.used_before(entitlement.account, entitlement.id, at, record_type)


def _made(
    world: World, entitlement: Entitlement, at: Instant, record_type: RecordType
) -> LedgerEntry | None:
    return world.ledger.entered(entitlement.account, entitlement.id, at, _name(record_type))


def _name(record_type: RecordType) -> str:
    return f"period-{record_type}"
