"""Moving what is open to other revisions of its calendars; only this moves a pin (C7)."""

from collections.abc import Mapping

from shared.business_time.pauses import add_with_pauses
from shared.business_time.timetable import Timetable
from shared.domain.engine.run import Run
from shared.domain.engine.selection import count_from
from shared.domain.milestone import Milestone


def recompute(run: Run, calendars: Mapping[str, int]) -> None:
    """Pin the record to these revisions, and give what is alive the targets that follow from them.

    What has ended keeps the revision that it ended under. A violation stands.
    """
    before = run.file.calendars
    if before == calendars:
        return
    for milestone in run.in_order():
        # what was stored before milestones had pins of their own runs on the record's
        if milestone.calendar_version is None and milestone.calendar in before:
            run.put(milestone.model_copy(update={"calendar_version": before[milestone.calendar]}))
    run.pin(calendars)
    if not run.has_process:
        return
    for milestone in run.in_order():
        version = calendars.get(milestone.calendar)
        if milestone.is_alive and version not in (None, milestone.calendar_version):
            _move(run, milestone, milestone.model_copy(update={"calendar_version": version}))


def _move(run: Run, milestone: Milestone, moved: Milestone) -> None:
    old, new = run.table_of(milestone), run.table_of(moved)
    if _natural_target(milestone, old) == _natural_target(milestone, new):
        # the same hours give the same target, also one that pauses have moved further than that
        run.put(moved if moved.left is None else _with_time_left(moved, old, new))
        return
    if milestone.violated_at is not None:
        return
    counted = run.put(count_from(run, moved, moved.start))
    if counted.target != milestone.target:
        run.note("target_moved", counted, because="calendar")


def _natural_target(milestone: Milestone, table: Timetable) -> int:
    return add_with_pauses(table, milestone.start, milestone.allowed, milestone.pauses)


def _with_time_left(milestone: Milestone, old: Timetable, new: Timetable) -> Milestone:
    since, left = milestone.paused_at, milestone.left
    if since is None or left is None:
        return milestone
    used_more = new.elapsed(milestone.start, since) - old.elapsed(milestone.start, since)
    return milestone.model_copy(update={"left": max(0, left - used_more)})
