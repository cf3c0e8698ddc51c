"""Pauses: by hand, by the process, by one milestone; overlapping causes are one pause (M10)."""

from shared.business_time.instant import Instant
from shared.business_time.pauses import merged
from shared.domain.engine.run import Run
from shared.domain.milestone import Milestone, Span


def settle_pauses(run: Run) -> None:
    """Begin and end pauses as the record now stands; the last step of every change."""
    paused = _record_is_paused(run)
    _note_record_pause(run, paused=paused)
    for milestone in list(run.open_ones()):
        item = run.item_of(milestone)
        own = item.pause is not None and run.meets(item.pause)
        held = own or (paused and item.pauses)
        if held and milestone.paused_at is None:
            run.put(begin(run, milestone, run.at))
            run.note("paused", milestone)
        elif not held and milestone.paused_at is not None:
            resumed = run.put(end(run, milestone))
            run.note("resumed", resumed)
            if resumed.target != milestone.target:
                run.note("target_moved", resumed)


def begin(run: Run, milestone: Milestone, at: Instant) -> Milestone:
    """Stand still from `at`, remembering the time left; None when already past the target.

    At the very target it is past only if it was violated first: by an action that paused it then.
    """
    past = at > milestone.target or milestone.violated_at is not None
    left = None if past else run.table_of(milestone).elapsed(at, milestone.target)
    return milestone.model_copy(update={"paused_at": at, "left": left})


def end(run: Run, milestone: Milestone) -> Milestone:
    """Run again: the target moves to where the time that was left is used up."""
    since = milestone.paused_at
    if since is None:
        return milestone
    target = milestone.target
    if milestone.left is not None and run.at > since:
        target = run.table_of(milestone).add(run.at, milestone.left)
    return milestone.model_copy(
        update={
            "paused_at": None,
            "left": None,
            "target": target,
            "pauses": _with(milestone.pauses, (since, run.at)),
        }
    )


def cut_short(milestone: Milestone, at: Instant) -> Milestone:
    """End a pause together with its milestone: the target stays, what was left is remembered."""
    since = milestone.paused_at
    if since is None:
        return milestone.model_copy(update={"held": False})
    return milestone.model_copy(
        update={"paused_at": None, "held": True, "pauses": _with(milestone.pauses, (since, at))}
    )


def close_record_pause(run: Run) -> None:
    """End the record's own pause at an exit."""
    _note_record_pause(run, paused=False)


def _record_is_paused(run: Run) -> bool:
    if run.state.stop is not None:
        return True
    pause = run.process.pause
    return pause is not None and run.meets(pause)


def _note_record_pause(run: Run, *, paused: bool) -> None:
    since = run.state.paused_at
    if paused and since is None:
        run.change_state(paused_at=run.at)
    elif not paused and since is not None:
        run.change_state(paused_at=None, pauses=_with(run.state.pauses, (since, run.at)))


def _with(pauses: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    return tuple(merged((*pauses, span)))
