"""When a record must next be looked at, and whether a new alarm is needed for it (§1 Arm, Sweep)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.claims import looks_at_effects

SOON_SECONDS = 10
"""Due sooner than this, a wake message does what a schedule would be too slow for."""

SKEW_SECONDS = 2
"""How much earlier than its due instant a wake may come and still count as punctual."""


@dataclass(frozen=True, slots=True)
class AlarmPlan:
    """What the shadow has to do: make a schedule, send messages, or nothing.

    A message is its delay in seconds and the instant that it stands for (None: pending effects).
    """

    armed_for: Instant | None
    schedule_at: Instant | None = None
    messages: tuple[tuple[int, Instant | None], ...] = ()


def plan_alarm(
    file: CaseFile,
    due: Instant | None,
    now: Instant,
    *,
    hand_over: bool,
    rung: Instant | None = None,
) -> AlarmPlan:
    """Arm anew only when `due` comes earlier than the alarm, or the alarm is spent.

    `hand_over` says that somebody else must send the pending effects; `rung` is the instant of the
    alarm that woke us, which is spent even if it rang before its time.
    """
    at_once: tuple[tuple[int, Instant | None], ...] = (
        ((0, None),) if hand_over and file.effects else ()
    )
    armed = file.armed_for
    spent = armed is None or armed <= now or armed == rung
    if due is None or not (spent or (armed is not None and due < armed)):
        return AlarmPlan(armed_for=armed, messages=at_once)
    if due - now > SOON_SECONDS:
        return AlarmPlan(armed_for=due, schedule_at=due, messages=at_once)
    if due <= now:
        return AlarmPlan(armed_for=due, messages=((0, due),))
    return AlarmPlan(armed_for=due, messages=(*at_once, (due - now, due)))


def wake_at(file: CaseFile, due: Instant | None) -> Instant | None:
    """The earliest instant at which anyone must look at the record; None when nothing is owed."""
    wanted = [instant for instant in (due, looks_at_effects(file)) if instant is not None]
    if not wanted:
        return None
    return max(min(wanted), file.not_before or 0)
