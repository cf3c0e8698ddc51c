"""A record is to be looked at: do what is due and not yet done, and nothing else (M14)."""

from contextlib import suppress
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.alarm_plan import SKEW_SECONDS
from shared.domain.call import CallReport
from shared.domain.call_outcome import awaited
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.claims import claim, is_claimable
from shared.domain.configuration import Configuration
from shared.domain.decision import Decision, FiredAction
from shared.domain.effect import Effect
from shared.domain.engine import decide
from shared.domain.history import LogEntry, WakeSource
from shared.domain.policies import Policies
from shared.errors import Absent, MilepostError, Unavailable
from shared.workflows.commit import (
    Committed,
    Companions,
    cast_shadow,
    commit,
    due_instants,
    keep,
)
from shared.workflows.count_use import Counted, count_change
from shared.workflows.history_entry import TIMER, entry_of_wake
from shared.workflows.race import until_won
from shared.workflows.send_effects import Sending, settle_effects
from shared.workflows.world import World

MOST_FIRED = 250
"""Triggers of one wake; what else is due is left to the next, which comes at once."""

_FIRST_BACKOFF = 60
_LONGEST_BACKOFF = 3_600


@dataclass(frozen=True, slots=True)
class Fired:
    """A trigger that this wake fired, with the seconds between its instant and the clock."""

    action: FiredAction
    lateness_seconds: int


@dataclass(frozen=True, slots=True)
class FireReport:
    """What one wake found and did; the door turns it into one log line and metrics."""

    number: str
    source: WakeSource
    fired: tuple[Fired, ...] = ()
    outcomes: tuple[LogEntry, ...] = ()
    handed_over: int = 0
    orphan: bool = False
    armed: bool = True

    @property
    def nothing(self) -> bool:
        """Whether the wake found nothing to do."""
        return not (self.fired or self.outcomes or self.handed_over)


@dataclass(frozen=True, slots=True)
class _Won:
    """What the winning try of a wake committed."""

    file: CaseFile
    committed: Committed | None
    decision: Decision
    mine: tuple[Effect, ...]
    policies: Policies
    configuration: Configuration
    now: Instant


def fire_due(
    world: World,
    number: str,
    source: WakeSource,
    due_at: Instant | None,
    report: CallReport | None = None,
) -> FireReport:
    """Fire, claim, write, arm, send, and take a report in; safe any number of times, in any order."""
    try:
        won = until_won(
            lambda: _attempt(world, number, source, due_at, report),
            clock=world.clock,
            mint=world.mint,
        )
    except Absent:
        return FireReport(number=number, source=source, orphan=True)
    armed = cast_shadow(world, won.committed) if won.committed else True
    sending = Sending(world, won.file, won.policies, won.configuration, source)
    about = awaited(won.file, report)
    outcomes = sending.send(won.mine)
    if report is not None and about is not None:
        outcomes = (sending.reported(report, about), *outcomes)
    if outcomes:
        world.records.log(outcomes)
    settle_effects(world, won.file, outcomes, won.policies)
    _wake_for_the_rest(world, won)
    fired = tuple(
        Fired(action=action, lateness_seconds=max(0, won.now - action.due_at))
        for action in won.decision.fired
    )
    return FireReport(
        number=number,
        source=source,
        fired=fired,
        outcomes=outcomes,
        handed_over=len(won.mine) - len(outcomes) + (about is not None),
        armed=armed,
    )


def postpone(world: World, number: str) -> None:
    """Move the next look at a record whose wake failed, so that it cannot spin (§1 Sweep)."""
    try:
        file = world.records.load(number)
        now = world.clock.now()
        wait = min(_FIRST_BACKOFF * 2 ** min(file.failures, 8), _LONGEST_BACKOFF)
        put_off = file.model_copy(update={"failures": file.failures + 1, "not_before": now + wait})
        policies = world.shelf.policies(file, world.shelf.current())
        keep(world, put_off, policies, before=file, now=now)
    except MilepostError:
        return


def _attempt(
    world: World,
    number: str,
    source: WakeSource,
    due_at: Instant | None,
    report: CallReport | None,
) -> _Won:
    file = world.records.load(number)
    configuration = world.shelf.current()
    policies = world.shelf.policies(file, configuration)
    now = _punctual(world.clock.now(), due_at)
    counted = _counted(world, file, policies, configuration, now)
    decision = counted.decision
    about = awaited(file, report)
    settled = {about.id} if about else frozenset[str]()
    claimed, mine = claim(decision.file, now, world.claim_seconds, settled=settled)
    rung = due_at if source in ("schedule", "message") else None
    committed: Committed | None = None
    if decision.changed:
        entry = entry_of_wake(file, decision, source=source, at=now, origin=counted.told)
        committed = commit(
            world,
            decision.model_copy(update={"file": claimed}),
            entry,
            policies,
            configuration,
            before=file,
            hand_over=False,
            rung=rung,
            companions=Companions(allowances=counted.moves),
        )
    elif mine or _must_rearm(file, policies, rung, now):
        committed = keep(world, claimed, policies, before=file, now=now, rung=rung)
    stored = committed.file if committed else file
    return _Won(stored, committed, decision, mine, policies, configuration, now)


def _counted(
    world: World, file: CaseFile, policies: Policies, configuration: Configuration, now: Instant
) -> Counted:
    """What is due, and what it moves in the allowance: an action may close a record, or mark it."""
    decision = decide(file, policies, Change(), now, most=_room(file, now))
    share = configuration.settings.low_balance_share
    return count_change(world, file, decision, policies.closed_statuses, TIMER, low_share=share)


def _room(file: CaseFile, now: Instant) -> int:
    """How many triggers may still fire: an item holds 400 KB, and what they owe lies in it."""
    return max(0, MOST_FIRED - sum(is_claimable(effect, now) for effect in file.effects))


def _wake_for_the_rest(world: World, won: _Won) -> None:
    """Effects that one wake could not claim are the next one's; the sweep knows of them too."""
    if any(is_claimable(effect, won.now) for effect in won.file.effects):
        with suppress(Unavailable):
            world.wakes.wake(won.file.number, "message", None, delay_seconds=0)


def _punctual(now: Instant, due_at: Instant | None) -> Instant:
    early = due_at is not None and 0 < due_at - now <= SKEW_SECONDS
    return due_at if early and due_at is not None else now


def _must_rearm(file: CaseFile, policies: Policies, rung: Instant | None, now: Instant) -> bool:
    spent = file.armed_for is None or file.armed_for <= now or file.armed_for == rung
    return spent and bool(due_instants(file, policies, 1))
