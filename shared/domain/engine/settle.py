"""One change evaluated as a whole, with the cascade of field updates that it sets off (M1, A2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.change import Change
from shared.domain.engine.completion import (
    complete_by_change,
    complete_by_events,
    complete_what_was_answered,
)
from shared.domain.engine.firing import fire, skip
from shared.domain.engine.overdue import watch_pause
from shared.domain.engine.pausing import settle_pauses
from shared.domain.engine.run import Run
from shared.domain.engine.selection import (
    applicable,
    cancel_what_lost_its_criteria,
    make_what_applies,
)
from shared.domain.engine.stay import come_back, enter_if_due, exits_now, leave
from shared.domain.milestone import Milestone
from shared.domain.process_parts import Action
from shared.errors import Fault, IllegalMove

CASCADE_LIMIT = 10

_NOTHING = Change()


@dataclass(frozen=True, slots=True)
class _Late:
    due: Instant
    milestone: Milestone
    position: int
    action: Action
    fires: bool


def settle(run: Run, change: Change = _NOTHING) -> None:
    """Evaluate until nothing follows any more; a cascade deeper than ten stops with a note."""
    if run.has_process:
        _settle(run, change)
    watch_pause(run)


def _settle(run: Run, change: Change) -> None:
    run.completed.clear()
    _pass(run, change)
    depth = 0
    while (changed := _fire_next(run)) is not None:
        if not changed:
            continue
        depth += 1
        if depth > CASCADE_LIMIT:
            if not run.cascade_stopped:
                run.cascade_stopped = True
                run.note("cascade_stopped", because=f"deeper than {CASCADE_LIMIT}")
            continue
        _pass(run, _NOTHING)
    run.settled_at = run.at
    # whether timers share a decision depends on when a wake came: each has its own ten
    run.cascade_stopped = False


def _pass(run: Run, change: Change) -> None:
    """Completions, exit, cancellations, new milestones, pauses: in this order (M7)."""
    enter_if_due(run)
    if run.state.exited is not None and not exits_now(run):
        come_back(run)
    if not run.is_in:
        if change.complete is not None:
            raise IllegalMove(
                f"'{change.complete}' cannot be completed: the record is not in its process."
            )
        return
    complete_by_change(run, change)
    _refuse_closing_over_open_ones(run)
    if exits_now(run):
        leave(run)
        return
    applies = applicable(run)
    cancel_what_lost_its_criteria(run, applies)
    make_what_applies(run, applies)
    run.restarted.clear()
    if change.created:
        complete_by_events(run, change.record_events)
    if change.apply_process or change.switch is not None:
        complete_what_was_answered(run)
    settle_pauses(run)
    _mark_violations(run)


def _mark_violations(run: Run) -> None:
    """Note what is past its target already: born late, or late at a reopening (M8)."""
    for milestone in list(run.open_ones()):
        judged_at = run.at if milestone.paused_at is None else milestone.paused_at
        counts = milestone.violated_at is None and milestone.waived is None
        if counts and milestone.target < judged_at:
            violate(run, milestone)


def violate(run: Run, milestone: Milestone) -> None:
    """Set `violated_at`, which always is the target (M8)."""
    run.put(milestone.model_copy(update={"violated_at": milestone.target}))
    run.note("violated", milestone)


def _fire_next(run: Run) -> bool | None:
    """Fire or skip the next trigger that must not wait; whether it changed a field, None if none."""
    while run.successes:
        name, number = run.successes[0]
        milestone = run.milestones[name, number]
        for position, action in enumerate(run.item_of(milestone).actions):
            if action.on == "success" and position not in milestone.done:
                return fire(run, milestone, action, position, run.at)
        run.successes.pop(0)
    if not run.is_in:
        return None
    late = min(_late(run), key=_order, default=None)
    if late is None:
        return None
    if late.fires:
        return fire(run, late.milestone, late.action, late.position, late.due)
    because = run.skips_past or "late"
    skip(run, late.milestone, late.action, late.position, late.due, because)
    return False


def _order(late: _Late) -> tuple[Instant, int, int, int]:
    return late.due, late.milestone.item, late.milestone.n, late.position


def _late(run: Run) -> Iterator[_Late]:
    """Triggers already past when they are planned: past means before now (M13)."""
    for milestone in run.open_ones():
        if not milestone.runs:
            continue
        past = [trigger for trigger in run.triggers_of(milestone) if trigger.due < run.at]
        for trigger in past:
            last = max(
                (other.due, other.position)
                for other in past
                if other.action.on == trigger.action.on
            )
            policy = trigger.action.if_late or (
                "skip" if trigger.action.on == "warning" else "fire"
            )
            fires = run.skips_past is None and (
                policy == "fire"
                or (policy == "last_only" and (trigger.due, trigger.position) == last)
            )
            yield _Late(trigger.due, milestone, trigger.position, trigger.action, fires)


def _refuse_closing_over_open_ones(run: Run) -> None:
    """A person's closing must not leave milestones open that are required to close (M11)."""
    if not run.closing_by_person:
        return
    run.closing_by_person = False
    missing = [m.name for m in run.open_ones() if run.item_of(m).required_to_close]
    if missing:
        raise IllegalMove(
            f"The record cannot be closed: {', '.join(missing)} must be completed first.",
            faults=tuple(
                Fault("/status", f"'{name}' is still open", "required_to_close") for name in missing
            ),
        )
