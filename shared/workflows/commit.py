"""The committing half of every verb: one transaction, then its shadow (§1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.business_time.instant import Instant
from shared.domain import alarm_plan
from shared.domain.alarm_plan import AlarmPlan, plan_alarm, wake_at
from shared.domain.card import card_of
from shared.domain.case_file import CaseFile
from shared.domain.claims import next_try
from shared.domain.configuration import Configuration
from shared.domain.counting import is_closed
from shared.domain.decision import Decision
from shared.domain.engine import facts, next_instants, next_target, roll_up
from shared.domain.history import (
    AllowanceMove,
    Card,
    Comment,
    HistoryEntry,
    MatchNote,
    Receipt,
)
from shared.domain.notices import owing_notices
from shared.domain.policies import Policies
from shared.domain.task import Task
from shared.domain.task_making import tasks_of
from shared.errors import Unavailable, UnknownOutcome
from shared.ports import Commit
from shared.workflows.world import World

_WRITE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Companions:
    """What else joins the transaction of a change."""

    comment: Comment | None = None
    receipt: Receipt | None = None
    allowances: tuple[AllowanceMove, ...] = ()
    match_note: MatchNote | None = None
    texts: dict[str, str] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    """The file as it is now stored, and what the shadow still has to do."""

    file: CaseFile
    alarm: AlarmPlan


def is_open(file: CaseFile, closed_statuses: frozenset[str]) -> bool:
    """Whether lists of open records show it: by its status alone (K6)."""
    return not is_closed(file, closed_statuses)


def card_now(file: CaseFile, policies: Policies, now: Instant) -> Card:
    """The card of a file, judged at `now`."""
    return card_of(
        file,
        facts=facts(file, policies, now),
        roll_up=roll_up(file),
        next_target=next_target(file),
    )


def commit(
    world: World,
    decision: Decision,
    entry: HistoryEntry,
    policies: Policies,
    configuration: Configuration,
    *,
    before: CaseFile | None,
    hand_over: bool,
    rung: Instant | None = None,
    companions: Companions | None = None,
) -> Committed:
    """Write a decision whole, with the notices that it owes; raises what the store raises."""
    along = companions or Companions()
    decision = owing_notices(
        before,
        decision,
        configuration.settings.notices,
        revision=entry.revision,
        by=entry.who,
        now=entry.written_at,
    )
    dues = due_instants(decision.file, policies, alarm_plan.ARM_AHEAD)
    due = dues[0] if dues else None
    plan = plan_alarm(decision.file, dues, entry.written_at, hand_over=hand_over, rung=rung)
    file = decision.file.model_copy(
        update={
            "version": (before.version if before else 0) + 1,
            "revision": entry.revision,
            "armed_for": plan.armed_for,
            "failures": 0,
            "not_before": None,
        }
    )
    _write(
        world,
        Commit(
            file=file,
            card=card_now(file, policies, entry.written_at),
            wake_at=wake_at(file, due),
            is_open=is_open(file, policies.closed_statuses),
            expected_version=before.version if before else None,
            entry=entry,
            token=world.mint.token(),
            comment=along.comment,
            receipt=along.receipt,
            allowances=along.allowances,
            match_note=along.match_note,
            past=decision.past,
            tasks=(*along.tasks, *_tasks(decision, policies, configuration, entry.written_at)),
            texts=along.texts,
        ),
    )
    return Committed(file=file, alarm=plan)


def keep(
    world: World,
    file: CaseFile,
    policies: Policies,
    *,
    before: CaseFile,
    now: Instant,
    rung: Instant | None = None,
) -> Committed:
    """Bookkeeping: a plain conditional write that moves the version, never the revision."""
    dues = due_instants(file, policies, alarm_plan.ARM_AHEAD)
    due = dues[0] if dues else None
    plan = plan_alarm(file, dues, now, hand_over=False, rung=rung)
    kept = file.model_copy(update={"version": before.version + 1, "armed_for": plan.armed_for})
    world.records.save(
        kept,
        card_now(kept, policies, now),
        wake_at(kept, due),
        is_open(kept, policies.closed_statuses),
        before.version,
    )
    return Committed(file=kept, alarm=plan)


def due_instants(file: CaseFile, policies: Policies, limit: int) -> Sequence[Instant]:
    """The next instants at which the record must be looked at: timers, held effects, next tries.

    Not those of claims that may lapse: they are the sweep's, since hardly one ever does.
    """
    dues, again = next_instants(file, policies, limit), next_try(file)
    return dues if again is None else sorted({*dues, again})[:limit]


def cast_shadow(world: World, committed: Committed) -> bool:
    """Arm and wake after the commit; a failure is no failure of the request (the sweep repairs)."""
    file, plan = committed.file, committed.alarm
    try:
        for ahead, instant in enumerate(plan.schedules):
            world.alarm.arm(f"{file.number}-{file.version}-{ahead}", file.number, instant)
        for delay, due_at in plan.messages:
            world.wakes.wake(file.number, "message", due_at, delay_seconds=delay)
    except Unavailable:
        return False
    return True


def _tasks(
    decision: Decision, policies: Policies, configuration: Configuration, at: Instant
) -> tuple[Task, ...]:
    if not decision.tasks:
        return ()
    return tasks_of(decision, facts(decision.file, policies, at), configuration)


def _write(world: World, change: Commit) -> None:
    for _ in range(_WRITE_TRIES - 1):
        try:
            world.records.commit(change)
        except UnknownOutcome:
            continue
        return
    world.records.commit(change)
