"""Whether a record counts against its allowance, and the writes by which it begins or ceases to (E6)."""

from collections.abc import Set as AbstractSet
from typing import TypeAlias

from shared.business_time.instant import Instant
from shared.domain.allowance import CROSSINGS, bounds, crossing, zone
from shared.domain.built_in_fields import EXEMPTING
from shared.domain.bus_event import BusEvent
from shared.domain.case_file import CaseFile
from shared.domain.decision import Decision
from shared.domain.entitlement import Entitlement
from shared.domain.history import AllowanceMove
from shared.domain.matching import Match
from shared.domain.value import Fields

Warnings: TypeAlias = tuple[str, ...]


def exempted_by(fields: Fields) -> str | None:
    """The mark by which a record does not count; None if it has none."""
    return next((name for name in EXEMPTING if fields.get(name) is True), None)


def is_closed(file: CaseFile, closed_statuses: AbstractSet[str]) -> bool:
    """Whether the record's status is a closed one (K6)."""
    return str(file.fields.get("status") or "").casefold() in closed_statuses


def counts_now(file: CaseFile, *, closed: bool, has_counted: bool = False) -> bool:
    """Whether a record that is given an entitlement counts in the same write.

    One that has counted before still does: the allowance moves with the record (R9).
    """
    if exempted_by(file.fields) is not None:
        return False
    return file.stamp.counts == "at_creation" or closed or has_counted


def begins_to_count(before: CaseFile, after: CaseFile, *, was_closed: bool, closed: bool) -> bool:
    """Whether a record that keeps its entitlement is counted by this change: closed, or unmarked."""
    if after.stamp.counted is not False or exempted_by(after.fields) is not None:
        return False
    if exempted_by(before.fields) is not None:
        return after.stamp.counts == "at_creation" or closed
    return after.stamp.counts == "at_closing" and closed and not was_closed


def ceases_to_count(after: CaseFile) -> bool:
    """Whether what the record has used is to be given back, if it has used anything."""
    return after.stamp.counted is not False and exempted_by(after.fields) is not None


def counted_as(file: CaseFile, *, counted: bool, warning: str | None = None) -> CaseFile:
    """The file with what its stamp says of the allowance from now on."""
    kept = without_crossings(file.stamp.warnings)
    warnings = (*kept, warning) if warning else kept
    stamp = file.stamp.model_copy(update={"counted": counted, "warnings": warnings})
    return file.model_copy(update={"stamp": stamp})


def without_crossings(warnings: Warnings) -> Warnings:
    """What is left to be said when nothing is used."""
    return tuple(said for said in warnings if said not in CROSSINGS)


def use_by(match: Match, number: str, at: Instant, by: str) -> AllowanceMove | None:
    """One counted use of the chosen entitlement, valid within the zone it was decided in."""
    if match.covered is None or match.covered.entitlement.allowance(match.record_type) is None:
        return None
    entitlement = match.covered.entitlement
    least, most = match.used_range
    return AllowanceMove(
        account=entitlement.account,
        entitlement=entitlement.id,
        record=number,
        kind="use",
        amount=1,
        at=at,
        by=by,
        at_least=least,
        at_most=most,
        record_type=match.record_type,
    )


def later_use(
    file: CaseFile, entitlement: Entitlement, used: int, share: float, by: str
) -> tuple[AllowanceMove, str | None]:
    """The use of a record that had its entitlement before, and the crossing that it is."""
    allowed = entitlement.allowance(file.record_type)
    least, most = bounds(zone(allowed, used, share), allowed, share)
    move = AllowanceMove(
        account=entitlement.account,
        entitlement=entitlement.id,
        record=file.number,
        kind="use",
        amount=1,
        at=file.changed_at,
        by=by,
        at_least=least,
        at_most=most,
        record_type=file.record_type,
    )
    return move, crossing(allowed, used, share)


def returned_use(
    file: CaseFile, at: Instant, by: str, because: str | None = None
) -> AllowanceMove | None:
    """What is given back when the record no longer counts, or loses its entitlement (R9)."""
    if file.entitlement is None or file.entitlement_account is None:
        return None
    return AllowanceMove(
        account=file.entitlement_account,
        entitlement=file.entitlement,
        record=file.number,
        kind="return",
        amount=-1,
        at=at,
        by=by,
        reference=because,
        record_type=file.record_type,
    )


def with_crossing(decision: Decision, move: AllowanceMove | None, revision: int) -> Decision:
    """The decision with an event for the bus, if its use is the one that crosses."""
    file = decision.file
    told = next((said for said in file.stamp.warnings if said in CROSSINGS), None)
    if told is None or move is None or move.at_most is None:
        return decision
    event = BusEvent(
        id=f"{file.number}.{told}.{revision}",
        name=told,
        at=decision.file.changed_at,
        fields={
            "account": move.account,
            "entitlement": move.entitlement,
            "record_type": move.record_type,
            "used": move.at_most + move.amount,
        },
    )
    return decision.model_copy(update={"events": (*decision.events, event)})
