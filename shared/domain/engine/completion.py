"""Completion: by a person, by condition, by record event; and taking one back (M7, M8)."""

from collections.abc import Collection

from shared.business_time.instant import Instant
from shared.domain.change import Change, RecordEvent
from shared.domain.engine.pausing import cut_short
from shared.domain.engine.run import Run
from shared.domain.milestone import Milestone
from shared.domain.process_parts import EventCompletion
from shared.errors import Fault, IllegalMove


def complete_by_change(run: Run, change: Change) -> None:
    """Complete what the change completes: the named milestone, then by events and conditions."""
    if change.complete is not None:
        _complete_by_person(run, change.complete, change.completed_at)
    complete_by_events(run, change.record_events)
    for milestone in list(run.open_ones()):
        if its_condition_holds(run, milestone):
            complete(run, milestone, run.at, because="condition")


def complete_by_events(run: Run, events: Collection[RecordEvent]) -> None:
    """Complete what these record events complete; at a creation also what has just been made."""
    for milestone in list(run.open_ones()):
        rule = run.item_of(milestone).complete
        if isinstance(rule, EventCompletion) and rule.event in events:
            complete(run, milestone, run.at, because=rule.event)


def complete(run: Run, milestone: Milestone, at: Instant, *, because: str) -> Milestone:
    """Complete one occurrence at `at`; a late completion counts as violated (M8).

    Not so one that was waived before its target (M16).
    """
    spared = milestone.waived is not None and milestone.violated_at is None
    late = _is_late(milestone, at) and not spared
    ended = cut_short(milestone, at).model_copy(
        update={
            "outcome": "completed",
            "completed_at": at,
            "ended_at": run.at,
            "why_ended": because,
            "violated_at": milestone.target if late else None,
        }
    )
    run.put(ended)
    run.note("completed", ended, because=because)
    run.successes.append((ended.name, ended.n))
    run.completed.append((ended.name, ended.n))
    return ended


def complete_what_was_answered(run: Run) -> None:
    """A process that comes after the first public reply finds its first response given (R9, M7)."""
    at = run.state.answered_at
    if at is None:
        return
    for milestone in list(run.open_ones()):
        rule = run.item_of(milestone).complete
        if isinstance(rule, EventCompletion) and rule.event == "first_public_reply":
            complete(run, milestone, max(at, milestone.start), because=rule.event)


def its_condition_holds(run: Run, milestone: Milestone) -> bool:
    """Whether the completion condition, a state, holds: also at birth (M7)."""
    rule = run.item_of(milestone).complete
    return rule is not None and not isinstance(rule, EventCompletion) and run.meets(rule)


def reopen_milestone(run: Run, name: str) -> None:
    """Take a completion back: same occurrence, same target, the time in between counts (M7)."""
    milestone = run.last_of(name)
    if not run.is_in:
        raise IllegalMove(f"'{name}' cannot be reopened: the record is not in its process.")
    if milestone is None:
        raise IllegalMove(f"There is no milestone '{name}' on this record.")
    if milestone.of is not None:
        raise IllegalMove(
            f"'{name}' cannot be reopened: it was completed under {milestone.of.name}, "
            f"version {milestone.of.version}, which the record has left."
        )
    if milestone.outcome != "completed":
        raise IllegalMove(
            f"'{name}' cannot be reopened: its latest occurrence is {milestone.outcome}, "
            "not completed."
        )
    opened = run.put(
        milestone.model_copy(
            update={
                "outcome": "open",
                "completed_at": None,
                "ended_at": None,
                "why_ended": None,
                "left": None,
                "held": False,
            }
        )
    )
    run.note("milestone_reopened", opened)


def waive(run: Run, name: str, reason: str | None) -> None:
    """Exempt the latest occurrence from counting (M16)."""
    milestone = run.last_of(name)
    if milestone is None:
        raise IllegalMove(f"There is no milestone '{name}' on this record.")
    if milestone.waived is not None:
        raise IllegalMove(f"'{name}' is waived already.")
    waived = run.put(milestone.model_copy(update={"waived": reason or "no reason given"}))
    run.note("waived", waived, because=reason)


def _complete_by_person(run: Run, name: str, given: Instant | None) -> None:
    milestone = run.last_of(name)
    if milestone is None or not milestone.is_open or not run.is_in:
        state = "not on this record" if milestone is None else milestone.outcome
        raise IllegalMove(f"'{name}' cannot be completed: it is {state}.")
    at = run.at if given is None else given
    if at > run.at:
        raise _wrong_instant(f"'{name}' cannot be completed in the future.")
    if at < milestone.start:
        raise _wrong_instant(f"'{name}' cannot be completed before it started.")
    complete(run, milestone, at, because="person")


def _wrong_instant(words: str) -> IllegalMove:
    return IllegalMove(words, faults=(Fault("/completed_at", words, "instant"),))


def _is_late(milestone: Milestone, at: Instant) -> bool:
    """A paused milestone is judged by the time that was left when its pause began (M10)."""
    if milestone.paused_at is None or milestone.violated_at is not None:
        return at > milestone.target
    return min(at, milestone.paused_at) > milestone.target
