"""Which item of each milestone type applies now; cancelling and making what follows (M3 to M6)."""

from shared.business_time.instant import Instant
from shared.business_time.pauses import add_with_pauses, elapsed_with_pauses
from shared.domain.engine.completion import complete, its_condition_holds
from shared.domain.engine.pausing import cut_short
from shared.domain.engine.run import Run
from shared.domain.milestone import Milestone, Span
from shared.domain.process_parts import EventCompletion, MilestoneItem
from shared.domain.process_words import MAX_SECONDS

LEAST_SECONDS = 60


def applicable(run: Run) -> dict[str, int]:
    """Milestone type to the position of the first item whose criteria hold (M3)."""
    found: dict[str, int] = {}
    for position, item in enumerate(run.process.milestones):
        if item.milestone not in found and run.meets(item.when):
            found[item.milestone] = position
    return found


def cancel_what_lost_its_criteria(run: Run, applies: dict[str, int]) -> None:
    """Cancel occurrences whose item no longer is the one that applies (M5)."""
    for milestone in run.in_order():
        if not milestone.is_alive or applies.get(milestone.name) == milestone.item:
            continue
        other = milestone.name in applies
        because = "another tier applies" if other else "criteria no longer hold"
        ended = finish(run, milestone, "cancelled", because)
        run.note("cancelled", ended, because=because)


def finish(run: Run, milestone: Milestone, outcome: str, because: str) -> Milestone:
    """End an occurrence without completion, now; it is late only if its target lies before (M8)."""
    ended = cut_short(milestone, run.at)
    return run.put(
        ended.model_copy(update={"outcome": outcome, "ended_at": run.at, "why_ended": because})
    )


def make_what_applies(run: Run, applies: dict[str, int]) -> None:
    """Make the next occurrence of every type that has none alive and may have one (M4, M6)."""
    for name, position in applies.items():
        last = run.last_of(name)
        if last is not None and last.is_alive:
            continue
        item = run.process.milestones[position]
        before = run.last_completed(name)
        start = _next_start(run, item, before)
        if start is None:
            continue
        afresh = name in run.restarted or before is not None
        from_entry = item.start == "process" and not afresh
        milestone = _make(run, position, item, start=start, from_entry=from_entry)
        if milestone.is_open and its_condition_holds(run, milestone):
            complete(run, milestone, run.at, because="condition")


def _next_start(run: Run, item: MilestoneItem, before: Milestone | None) -> Instant | None:
    entered = run.state.entered
    if entered is None:
        return None
    if item.milestone in run.restarted:
        return run.at
    if before is None:
        return entered if item.start == "process" else run.at
    recurrence = run.process.recurrence(item.milestone)
    if recurrence == "none" or _its_condition_holds(run, item):
        return None
    if recurrence == "independent":
        return run.at
    return max(run.at, before.target)


def _its_condition_holds(run: Run, item: MilestoneItem) -> bool:
    rule = item.complete
    return rule is not None and not isinstance(rule, EventCompletion) and run.meets(rule)


def _make(
    run: Run, position: int, item: MilestoneItem, *, start: Instant, from_entry: bool
) -> Milestone:
    calendar, because = run.calendar_for(item)
    number = run.state.counts.get(item.milestone, 0) + 1
    run.change_state(counts={**run.state.counts, item.milestone: number})
    milestone = Milestone(
        name=item.milestone,
        n=number,
        item=position,
        start=start,
        target=start,
        allowed=allowed_seconds(run, item),
        calendar=calendar,
        calendar_version=run.file.calendars.get(calendar),
        because=because,
        made_at=run.at,
        stay=run.state.stay,
        agreement=item.agreement,
        outcome="scheduled" if start > run.at else "open",
        from_entry=from_entry,
    )
    milestone = run.put(count_from(run, milestone, start))
    run.note("created", milestone, because=because)
    return milestone


def allowed_seconds(run: Run, item: MilestoneItem) -> int:
    """The allowed time, fixed when the occurrence is made (M4).

    A formula gives minutes; one that gives no positive number gives the least time there is.
    """
    if item.within is not None:
        return item.within
    minutes = None if item.within_formula is None else run.value_of(item.within_formula)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        return LEAST_SECONDS
    return max(LEAST_SECONDS, min(round(minutes * 60), MAX_SECONDS))


def count_from(run: Run, milestone: Milestone, start: Instant) -> Milestone:
    """Start and target, as if it had existed since `start`: earlier pauses count as stopped (M4)."""
    table = run.table_of(milestone)
    pauses, paused_at = _earlier_pauses(run, milestone, start)
    target = add_with_pauses(table, start, milestone.allowed, pauses)
    changes: dict[str, object] = {"start": start, "target": target, "pauses": pauses}
    if paused_at is not None:
        used = elapsed_with_pauses(table, start, paused_at, pauses)
        past = paused_at > target
        changes |= {
            "paused_at": paused_at,
            "left": None if past else milestone.allowed - used,
        }
    return milestone.model_copy(update=changes)


def _earlier_pauses(
    run: Run, milestone: Milestone, start: Instant
) -> tuple[tuple[Span, ...], Instant | None]:
    own = milestone.pauses
    paused_at = milestone.paused_at
    if not own and paused_at is None and milestone.from_entry and run.item_of(milestone).pauses:
        own = run.state.pauses
        paused_at = run.state.paused_at
    clipped = tuple((max(low, start), high) for low, high in own if high > start)
    return clipped, None if paused_at is None else max(paused_at, start)
