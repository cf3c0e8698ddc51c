"""Being in the process: entry, exit, coming back (M2, M11)."""

from shared.business_time.instant import Instant, parse_instant
from shared.domain.change import Change
from shared.domain.engine.pausing import begin, close_record_pause
from shared.domain.engine.run import Run
from shared.domain.engine.selection import count_from, finish
from shared.domain.milestone import Milestone
from shared.domain.value import Value
from shared.errors import Fault, IllegalMove


def entry_instant(run: Run) -> Instant | None:
    """The instant at which the record is to be in the process, by its entry field (M2)."""
    if run.state.entry_from is not None:
        return run.state.entry_from
    name = run.process.entry
    if name == "created_at":
        return run.file.created_at
    return _instant_in(run.fields.get(name))


def enter_if_due(run: Run) -> None:
    """Enter when the entry instant has come."""
    if not run.state.applied or run.state.entered is not None:
        return
    entry = entry_instant(run)
    if entry is not None and entry <= run.at:
        run.change_state(entered=entry)
        run.note("entered")


def move_entry(run: Run, change: Change) -> None:
    """A changed entry field moves the start of the stay and of what counts from it (M2)."""
    name = run.process.entry
    first_stay = run.state.stay == 1 and run.state.entry_from is None
    if name not in change.set or run.state.entered is None or not first_stay:
        return
    entry = _instant_in(run.fields.get(name))
    if entry is None:
        raise IllegalMove(
            f"'{name}' cannot be cleared: the record entered its process by it.",
            faults=(Fault(f"/fields/{name}", "It cannot be cleared after entry.", "entry_field"),),
        )
    if entry == run.state.entered:
        return
    run.change_state(entered=entry)
    for milestone in run.in_order():
        if milestone.is_alive and milestone.from_entry:
            moved = count_from(run, milestone, entry)
            run.put(_still_violated(run, moved))
            run.note("target_moved", moved, because=name)


def _still_violated(run: Run, moved: Milestone) -> Milestone:
    """A violation goes with the target, and is none if that now lies ahead; it is told once (M8)."""
    judged_at = run.at if moved.paused_at is None else moved.paused_at
    still = moved.violated_at is not None and moved.target < judged_at
    return moved.model_copy(update={"violated_at": moved.target if still else None})


def exits_now(run: Run) -> bool:
    """Whether the exit criteria hold; without any, whether the status is a closed one (M11)."""
    condition = run.process.exit
    if condition is not None:
        return run.meets(condition)
    return run.is_closed


def leave(run: Run) -> None:
    """Set the exit and end what is open or scheduled; nothing happens while the record is out."""
    run.change_state(exited=run.at)
    for milestone in run.in_order():
        if milestone.is_alive:
            finish(run, milestone, "exited", "the record left the process")
        elif (milestone.name, milestone.n) in run.completed:
            run.put(milestone.model_copy(update={"by_exit": True}))
    close_record_pause(run)
    run.note("exited")


def come_back(run: Run) -> None:
    """The exit criteria no longer hold: continue, exclude the closed time, or restart (M11)."""
    exited = run.state.exited
    if exited is None:
        return
    mode = run.process.on_reopen
    run.change_state(exited=None)
    run.note("reopened", because=mode)
    if mode == "restart":
        run.change_state(
            stay=run.state.stay + 1,
            entered=run.at,
            pauses=(),
            paused_at=None,
            entry_from=None,
            answered_at=None,
        )
    elif mode == "exclude_closed_time" and exited < run.at:
        run.change_state(pauses=(*run.state.pauses, (exited, run.at)))
    for milestone in run.in_order():
        if run.last_of(milestone.name) is milestone:
            _bring_back(run, milestone, exited, mode)


def _bring_back(run: Run, milestone: Milestone, exited: Instant, mode: str) -> None:
    rules = run.rules_of(milestone)
    own = rules.on_reopen if rules is not None else None
    with_exit = milestone.ended_at == exited and milestone.of is None
    ended_by_exit = with_exit and milestone.outcome == "exited"
    by_exit = ended_by_exit or (with_exit and milestone.by_exit)
    if own == "resume" and by_exit:
        _again(run, milestone, exited, excluded=True)
    elif own == "restart" and mode != "restart":
        run.restarted.add(milestone.name)
    elif own == "keep" and milestone.outcome == "completed":
        run.put(milestone.model_copy(update={"stay": run.state.stay}))
    elif mode != "restart" and ended_by_exit:
        _again(run, milestone, exited, excluded=mode == "exclude_closed_time")


def _again(run: Run, milestone: Milestone, exited: Instant, *, excluded: bool) -> None:
    scheduled = milestone.start > run.at
    opened = milestone.model_copy(
        update={
            "outcome": "scheduled" if scheduled else "open",
            "completed_at": None,
            "ended_at": None,
            "why_ended": None,
            "held": False,
            "left": None,
            "by_exit": False,
            "stay": run.state.stay,
        }
    )
    if excluded and not scheduled:
        opened = _paused_since_exit(run, opened, milestone, exited)
    elif milestone.held and milestone.left is not None:
        target = run.table_of(milestone).add(exited, milestone.left)
        opened = opened.model_copy(update={"target": target})
    run.put(opened)


def _paused_since_exit(
    run: Run, opened: Milestone, milestone: Milestone, exited: Instant
) -> Milestone:
    since = max(exited, milestone.start)
    if milestone.held:
        return opened.model_copy(update={"paused_at": since, "left": milestone.left})
    return begin(run, opened, since)


def _instant_in(value: Value) -> Instant | None:
    """The instant that a field holds; what holds none is not yet in the process (M2)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        return None
