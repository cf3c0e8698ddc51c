"""What a decided change takes from an allowance or gives back to it, in the same write (E6, R9)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from shared.domain.allowance import has_left
from shared.domain.case_file import CaseFile
from shared.domain.counting import (
    begins_to_count,
    ceases_to_count,
    counted_as,
    counts_now,
    exempted_by,
    is_closed,
    later_use,
    returned_use,
    use_by,
    with_crossing,
    without_crossings,
)
from shared.domain.decision import Decision
from shared.domain.entitlement import Entitlement
from shared.domain.history import AllowanceMove, Caller
from shared.domain.matching import Match
from shared.domain.value import Value
from shared.errors import Fault, Refused
from shared.workflows.world import World

_BLOCKED_DOORS = frozenset({"api", "cli"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The decision with what the record says of its allowance, and the moves that join its write.

    `match` is the decision of matching as it is kept; `told` joins the origin of the history entry.
    """

    decision: Decision
    match: Match | None = None
    moves: tuple[AllowanceMove, ...] = ()
    told: dict[str, Value] = field(default_factory=dict)


def count_new(
    decision: Decision, match: Match, closed_statuses: AbstractSet[str], caller: Caller
) -> Counted:
    """The use of a record that is made, unless it is marked, or counts only when it is closed."""
    counts = counts_now(decision.file, closed=is_closed(decision.file, closed_statuses))
    return _stamped(decision, match, caller, counts=counts, revision=1)


def count_change(
    world: World,
    before: CaseFile,
    decision: Decision,
    closed_statuses: AbstractSet[str],
    caller: Caller,
    *,
    low_share: float,
    match: Match | None = None,
) -> Counted:
    """The moves of a change; `match` if it decided the entitlement anew.

    Raises Refused if a person unmarks a record whose allowance is spent under `block`.
    """
    file = decision.file
    if match is not None:
        return _moved(world, before, decision, closed_statuses, caller, match)
    if ceases_to_count(file) and _has_counted(world, file):
        back = returned_use(file, file.changed_at, caller.name, exempted_by(file.fields))
        return Counted(_with(decision, counted_as(file, counted=False)), moves=_some(back))
    was = is_closed(before, closed_statuses)
    if begins_to_count(before, file, was_closed=was, closed=is_closed(file, closed_statuses)):
        return _begun(world, before, decision, caller, low_share)
    return Counted(decision)


def _moved(
    world: World,
    before: CaseFile,
    decision: Decision,
    closed_statuses: AbstractSet[str],
    caller: Caller,
    match: Match,
) -> Counted:
    """The use of the entitlement that comes, and the return of the one that goes (R9)."""
    file, had = decision.file, _has_counted(world, before)
    counts = counts_now(file, closed=is_closed(file, closed_statuses), has_counted=had)
    found = _stamped(decision, match, caller, counts=counts, revision=before.revision + 1)
    back = returned_use(before, file.changed_at, caller.name) if had else None
    return Counted(found.decision, found.match, (*_some(back), *found.moves), found.told)


def _stamped(
    decision: Decision, match: Match, caller: Caller, *, counts: bool, revision: int
) -> Counted:
    if not counts:
        match = match.model_copy(update={"warnings": without_crossings(match.warnings)})
        decision = _with(decision, counted_as(decision.file, counted=False))
    file = decision.file
    used = use_by(match, file.number, file.changed_at, caller.name) if counts else None
    told: dict[str, Value] = {"warnings": ", ".join(match.warnings)} if match.warnings else {}
    return Counted(with_crossing(decision, used, revision), match, _some(used), told)


def _begun(
    world: World, before: CaseFile, decision: Decision, caller: Caller, low_share: float
) -> Counted:
    """A record that has its entitlement already begins to count: closed, or unmarked."""
    file = decision.file
    entitlement = _entitlement_of(world, file)
    if entitlement is None or entitlement.allowance(file.record_type) is None:
        return Counted(decision)
    used = world.directory.balance(entitlement.account, entitlement.id, file.record_type)
    _refuse_spent(before, file, entitlement, used, caller)
    move, crossed = later_use(file, entitlement, used, low_share, caller.name)
    counted = _with(decision, counted_as(file, counted=True, warning=crossed))
    told: dict[str, Value] = {"warnings": crossed} if crossed else {}
    return Counted(with_crossing(counted, move, before.revision + 1), moves=(move,), told=told)


def _refuse_spent(
    before: CaseFile, file: CaseFile, entitlement: Entitlement, used: int, caller: Caller
) -> None:
    """Closing is never refused for an allowance; taking a mark away may be."""
    mark = exempted_by(before.fields)
    if mark is None or entitlement.policy != "block" or caller.door not in _BLOCKED_DOORS:
        return
    if not has_left(entitlement.allowance(file.record_type), used):
        words = f"The allowance of '{entitlement.id}' is used up, and its policy is to block."
        raise Refused(
            "The record cannot count again.",
            faults=(Fault(f"/fields/{mark}", words, "allowance_spent"),),
        )


def _has_counted(world: World, file: CaseFile) -> bool:
    """Records that are older than the note of it are told by their entitlement."""
    if file.entitlement is None or file.stamp.counted is not None:
        return file.entitlement is not None and file.stamp.counted is True
    found = _entitlement_of(world, file)
    return found is not None and found.allowance(file.record_type) is not None


def _entitlement_of(world: World, file: CaseFile) -> Entitlement | None:
    found = world.directory.get("entitlement", file.entitlement) if file.entitlement else None
    return Entitlement.model_validate(found) if found else None


def _with(decision: Decision, file: CaseFile) -> Decision:
    return decision.model_copy(update={"file": file})


def _some(move: AllowanceMove | None) -> tuple[AllowanceMove, ...]:
    return () if move is None else (move,)
