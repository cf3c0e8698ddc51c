"""When a record must next be looked at, and whether a new alarm is needed for it (§1 Arm, Sweep)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.claims import looks_at_effects

ARM_AHEAD = 1
"""For how many of the next instants schedules are made; the results are the same for any number."""

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
    schedules: tuple[Instant, ...] = ()
    messages: tuple[tuple[int, Instant | None], ...] = ()


def plan_alarm(
    file: CaseFile,
    dues: Sequence[Instant],
    now: Instant,
    *,
    hand_over: bool,
    rung: Instant | None = None,
) -> AlarmPlan:
    """Arm anew only when the first of `dues` comes earlier than the alarm, or the alarm is spent.

    `hand_over` says that somebody else must send the pending effects; `rung` is the instant of the
    alarm that woke us, which is spent even if it rang before its time.
    """
    at_once: tuple[tuple[int, Instant | None], ...] = (
        ((0, None),) if hand_over and file.effects else ()
    )
    armed = file.armed_for
    spent = armed is None or armed <= now or armed == rung
    if not dues or not (spent or (armed is not None and dues[0] < armed)):
        return AlarmPlan(armed_for=armed, messages=at_once)
    due = dues[0]
    schedules = tuple(instant for instant in dues if instant - now > SOON_SECONDS)
    if due <= now:
        return AlarmPlan(due, schedules, ((0, due),))
    soon = ((due - now, due),) if due - now <= SOON_SECONDS else ()
    return AlarmPlan(due, schedules, (*at_once, *soon))


def wake_at(file: CaseFile, due: Instant | None) -> Instant | None:
    """The earliest instant at which anyone must look at the record; None when nothing is owed."""
    wanted = [instant for instant in (due, looks_at_effects(file)) if instant is not None]
    if not wanted:
        return None
    return max(min(wanted), file.not_before or 0)
