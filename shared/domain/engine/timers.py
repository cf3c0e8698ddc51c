"""Everything that time alone brings about, in its order (M14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shared.business_time.instant import Instant
from shared.domain.engine.firing import fire
from shared.domain.engine.overdue import tell_overdue
from shared.domain.engine.run import Run
from shared.domain.engine.settle import settle, violate
from shared.domain.engine.stay import entry_instant
from shared.domain.milestone import Milestone
from shared.domain.process_parts import Action

Kind = Literal["enter", "resume", "overdue", "start", "violate", "fire"]

MOST_AT_ONCE = 20_000
_NO_ITEM = -1
_BEFORE_TRIGGERS = -1


@dataclass(frozen=True, slots=True)
class Timer:
    """One thing that becomes due; what moves targets comes before what is measured by them."""

    due: Instant
    rank: int
    item: int
    occurrence: int
    position: int
    kind: Kind
    milestone: Milestone | None = None
    action: Action | None = None

    @property
    def order(self) -> tuple[int, ...]:
        """By due instant, then item, occurrence, position."""
        return self.due, self.rank, self.item, self.occurrence, self.position


def next_timer(run: Run) -> Timer | None:
    """The timer that is to run next, None when nothing is owed."""
    return min(_timers(run), key=lambda timer: timer.order, default=None)


def due_instants(run: Run, limit: int) -> tuple[Instant, ...]:
    """The earliest distinct instants of all timers, as things stand."""
    return tuple(sorted({timer.due for timer in _timers(run)})[:limit])


def run_timers(run: Run, until: Instant, *, inclusive: bool, most: int | None = None) -> None:
    """Run what is due before `until` (or at it), each at its own instant; at most `most` triggers."""
    for _ in range(MOST_AT_ONCE):
        together = _next_together(run)
        due = together[0].due if together else None
        if due is None or due > until or (due == until and not inclusive):
            return
        if _is_full(run, most):
            return
        run.at = max(run.at, due)
        run.change_state(ran_at=run.at)
        for timer in together:
            if _run(run, timer) or _is_full(run, most):
                break


def _is_full(run: Run, most: int | None) -> bool:
    return most is not None and len(run.fired) >= most


def _next_together(run: Run) -> list[Timer]:
    """What is due at the next instant, in order; it holds until one of them is evaluated."""
    timers = list(_timers(run))
    due = min((timer.due for timer in timers), default=None)
    return sorted((timer for timer in timers if timer.due == due), key=lambda timer: timer.order)


def _timers(run: Run) -> Iterator[Timer]:
    yield from _of_record(run)
    if not run.has_process or not run.is_in:
        return
    for milestone in run.in_order():
        if milestone.outcome == "scheduled":
            yield _of(milestone, milestone.start, "start", rank=0)
        elif milestone.runs:
            yield from _of_milestone(run, milestone)


def _of_record(run: Run) -> Iterator[Timer]:
    if run.has_process and run.state.entered is None:
        entry = entry_instant(run)
        if entry is not None:
            yield Timer(entry, 0, _NO_ITEM, 0, 0, "enter")
    if run.state.stop is not None and run.state.stop.said.until is not None:
        yield Timer(run.state.stop.said.until, 0, _NO_ITEM, 0, 1, "resume")
    limit = run.state.pause_limit
    if limit is not None and not limit.told:
        yield Timer(limit.overdue_at, 0, _NO_ITEM, 0, 2, "overdue")


def _of_milestone(run: Run, milestone: Milestone) -> Iterator[Timer]:
    if milestone.violated_at is None:
        yield _of(milestone, milestone.target, "violate", rank=1)
    for trigger in run.triggers_of(milestone):
        yield Timer(
            trigger.due,
            1,
            milestone.item,
            milestone.n,
            trigger.position,
            "fire",
            milestone,
            trigger.action,
        )


def _of(milestone: Milestone, due: Instant, kind: Kind, *, rank: int) -> Timer:
    return Timer(due, rank, milestone.item, milestone.n, _BEFORE_TRIGGERS, kind, milestone)


def _run(run: Run, timer: Timer) -> bool:
    """Whether the record had to be evaluated: at each instant once, and when a field changed."""
    milestone = timer.milestone
    changed = True
    if timer.kind == "overdue":
        tell_overdue(run)
        return False
    if timer.kind == "resume":
        run.change_state(stop=None)
    elif milestone is not None and timer.kind == "start":
        run.put(milestone.model_copy(update={"outcome": "open"}))
        run.note("started", milestone)
    elif milestone is not None and timer.kind == "violate":
        violate(run, milestone)
        changed = False
    elif milestone is not None and timer.action is not None:
        changed = fire(run, milestone, timer.action, timer.position, timer.due)
    if not changed and run.settled_at == run.at:
        return False
    settle(run)
    return True
