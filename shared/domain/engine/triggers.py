"""When the triggers of an occurrence are due; derived from item and target, never stored (M12)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.business_time.timetable import Timetable
from shared.domain.milestone import Milestone
from shared.domain.process_parts import Action

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Trigger:
    """A time trigger that has neither fired nor been skipped."""

    due: Instant
    position: int
    action: Action


def due_of(action: Action, milestone: Milestone, table: Timetable) -> Instant:
    """Warnings count back from the target (C3), violations on from it; by clock if they say so."""
    if action.at is not None:
        before = milestone.allowed * (_WHOLE - action.at) // _WHOLE
        return table.add(milestone.target, -before)
    offset = -action.before if action.before is not None else (action.after or 0)
    if action.hours == "clock":
        return milestone.target + offset
    return table.add(milestone.target, offset)
