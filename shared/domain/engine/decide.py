"""The engine: a case file, its policies, a change and an instant in; a decision out (M1)."""

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.decision import Decision
from shared.domain.engine.completion import reopen_milestone, waive
from shared.domain.engine.facts import counts_as_violated, facts_of
from shared.domain.engine.overdue import watch_pause
from shared.domain.engine.recomputing import recompute
from shared.domain.engine.run import Run
from shared.domain.engine.settle import settle
from shared.domain.engine.stay import move_entry
from shared.domain.engine.switching import Onto, switch
from shared.domain.engine.timers import due_instants, next_timer, run_timers
from shared.domain.field_name import canonical_field
from shared.domain.policies import Policies
from shared.domain.sla_state import StopState
from shared.errors import Fault, IllegalMove

_WAKE = Change()


def decide(
    file: CaseFile,
    policies: Policies,
    change: Change,
    now: Instant,
    *,
    most: int | None = None,
    onto: Onto | None = None,
) -> Decision:
    """Catch up on every timer that was due, each at its own instant, then evaluate the change.

    A wake is an empty change: it also runs what is due at `now`, and stops after `most` triggers;
    what is left is due at once. `onto` is what a switch leads to, after that. Raises IllegalMove
    for what the record's state forbids; then nothing has changed.
    """
    run = Run(file, policies)
    is_wake = change == _WAKE
    at = max(now, file.changed_at) if is_wake else _after_timers(file, now)
    run_timers(run, at, inclusive=is_wake, most=most if is_wake else None)
    if not is_wake:
        run.at = at
        if onto is not None and change.switch is not None:
            switch(run, change.switch, onto)
        _apply(run, change)
        watch_pause(run)
    return _decision(run)


def _after_timers(file: CaseFile, now: Instant) -> Instant:
    """An event comes before the timers of its instant; if those have run, it has the next second.

    So a replay, which takes events first, tells the same story (Q5).
    """
    at = max(now, file.changed_at)
    return at + 1 if file.sla.ran_at == at else at


def next_instant(file: CaseFile, policies: Policies) -> Instant | None:
    """The earliest instant at which a timer of the record must run; None if there is none."""
    timer = next_timer(Run(file, policies))
    return timer.due if timer else None


def next_instants(file: CaseFile, policies: Policies, limit: int) -> tuple[Instant, ...]:
    """The earliest distinct instants at which timers must run as things stand, at most `limit`."""
    return due_instants(Run(file, policies), limit)


def _apply(run: Run, change: Change) -> None:
    was_closed = run.is_closed
    _set_fields(run, change)
    if change.recompute is not None:
        recompute(run, change.recompute)
    _stop_or_resume(run, change)
    if "first_public_reply" in change.record_events and run.state.answered_at is None:
        run.change_state(answered_at=run.at)
    if run.policies.process is None:
        _refuse_without_process(change)
        return
    comes = change.created or change.apply_process or change.switch is not None
    if comes and not run.state.applied:
        run.change_state(applied=True, entry_from=change.entry_at)
    if not run.state.applied:
        _refuse_without_process(change)
        return
    closes = "closed" in change.record_events or (run.is_closed and not was_closed)
    run.closing_by_person = closes and not change.created and not change.force_close
    move_entry(run, change)
    if change.reopen_milestone is not None:
        reopen_milestone(run, change.reopen_milestone)
    if change.waive is not None:
        waive(run, change.waive, change.waive_reason)
    settle(run, change)


def _set_fields(run: Run, change: Change) -> None:
    for name, value in change.set.items():
        if value is None:
            run.fields.pop(canonical_field(name), None)
        else:
            run.fields[canonical_field(name)] = value


def _stop_or_resume(run: Run, change: Change) -> None:
    if change.stop is not None:
        if run.state.stop is not None:
            raise IllegalMove("The record is stopped already.")
        if change.stop.until is not None and change.stop.until <= run.at:
            words = "A stop must end in the future."
            raise IllegalMove(words, faults=(Fault("/until", words, "instant"),))
        run.change_state(stop=StopState(since=run.at, said=change.stop))
    if change.resume:
        if run.state.stop is None:
            raise IllegalMove("The record is not stopped.")
        run.change_state(stop=None)


def _refuse_without_process(change: Change) -> None:
    named = change.complete or change.reopen_milestone or change.waive
    if named is not None:
        raise IllegalMove(f"There is no milestone '{named}': the record runs on no process.")


def _decision(run: Run) -> Decision:
    _let_the_past_go(run)
    sla = run.state.model_copy(update={"milestones": tuple(run.in_order())})
    file = run.file.model_copy(
        update={
            "fields": run.fields,
            "sla": sla,
            # a stay that begins anew has had no answer yet: its first one completes again (M11)
            "replied": run.file.replied and sla.stay == run.file.sla.stay,
            "effects": (*run.file.effects, *run.effects),
        }
    )
    changed = bool(run.steps or run.fired) or file != run.file or run.at != run.file.changed_at
    return Decision(
        file=file.model_copy(update={"changed_at": run.at}),
        changed=changed,
        fired=tuple(run.fired),
        steps=tuple(run.steps),
        past=tuple(run.past),
        tasks=tuple(run.tasks),
        events=tuple(run.events),
    )


def _let_the_past_go(run: Run) -> None:
    """Ended occurrences leave the file, but for the last and the last completed of each type (§1)."""
    for key, milestone in sorted(run.milestones.items()):
        is_last = run.state.counts.get(milestone.name) == milestone.n
        if milestone.is_alive or is_last or milestone is run.last_completed(milestone.name):
            continue
        run.past.append(facts_of(milestone, run.table_of(milestone), run.at))
        if counts_as_violated(milestone):
            run.change_state(violated_before=True)
        del run.milestones[key]
