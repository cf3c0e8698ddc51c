"""The `expect` object of a scenario: what a record came to, from its file and what it fired."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.business_time.instant import Instant, format_instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import FiredAction, MilestoneFacts
from shared.domain.engine import roll_up


def in_order(fired: Iterable[FiredAction]) -> tuple[FiredAction, ...]:
    """By instant, item, occurrence and position, as scenarios list them."""
    return tuple(sorted(fired, key=lambda a: (a.at, a.item, a.occurrence, a.position)))


def expectation_of(
    file: CaseFile, milestones: Iterable[MilestoneFacts], fired: Iterable[FiredAction]
) -> dict[str, Any]:
    """Facts of all occurrences, by start and item, and every action in its order."""
    return {
        "sla_start": _written(file.sla.entered),
        "sla_exit": _written(file.sla.exited),
        "roll_up": roll_up(file),
        "milestones": [_row(known) for known in milestones],
        "actions": [_action(action) for action in fired],
    }


def _action(action: FiredAction) -> Mapping[str, Any]:
    return {
        "milestone": action.milestone,
        "occurrence": action.occurrence,
        "action": action.action,
        "at": format_instant(action.at),
        "result": action.result,
    }


def _row(m: MilestoneFacts) -> Mapping[str, Any]:
    return {
        "milestone": m.milestone,
        "occurrence": m.occurrence,
        "item": m.item,
        "start": format_instant(m.start),
        "target": format_instant(m.target),
        "outcome": m.outcome,
        "violated": m.violated,
        "violated_at": _written(m.violated_at),
        "completed_at": _written(m.completed_at),
        "elapsed_seconds": m.elapsed_seconds,
        "stopped_seconds": m.stopped_seconds,
    }


def _written(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)
