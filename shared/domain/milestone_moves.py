"""What a change did to the milestones that a record had, before and after: for the audit trail (S4)."""

from collections.abc import Iterable, Mapping

from shared.business_time.instant import Instant, format_instant
from shared.domain.decision import MilestoneFacts
from shared.domain.history import MilestoneMove
from shared.domain.milestone import Milestone
from shared.domain.value import Value


def milestone_moves(
    before: Iterable[Milestone], after: Iterable[Milestone], past: Iterable[MilestoneFacts]
) -> tuple[MilestoneMove, ...]:
    """Compare the occurrences of a file with those after a change; `past` left the file by it."""
    now = {(one.name, one.n): _of_milestone(one) for one in after}
    now |= {(one.milestone, one.occurrence): _of_facts(one) for one in past}
    moves = (_move(one, now.get((one.name, one.n))) for one in before)
    return tuple(move for move in moves if move is not None)


def _move(was: Milestone, now: Mapping[str, Value] | None) -> MilestoneMove | None:
    before = _of_milestone(was)
    moved = [name for name, value in before.items() if now is not None and now[name] != value]
    if not moved or now is None:
        return None
    return MilestoneMove(
        milestone=was.name,
        occurrence=was.n,
        before={name: before[name] for name in moved},
        after={name: now[name] for name in moved},
    )


def _of_milestone(one: Milestone) -> dict[str, Value]:
    return {
        "outcome": one.outcome,
        "target": format_instant(one.target),
        "completed_at": _said(one.completed_at),
        "violated_at": _said(one.violated_at),
        "waived": one.waived,
        "paused": one.is_open and one.paused_at is not None,
    }


def _of_facts(one: MilestoneFacts) -> dict[str, Value]:
    return {
        "outcome": one.outcome,
        "target": format_instant(one.target),
        "completed_at": _said(one.completed_at),
        "violated_at": _said(one.violated_at),
        "waived": one.waived_because if one.waived else None,
        "paused": one.paused,
    }


def _said(at: Instant | None) -> str | None:
    return None if at is None else format_instant(at)
