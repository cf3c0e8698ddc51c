"""Effects between being owed and being done: who may send them, and when to look again (§1)."""

from collections.abc import Collection, Mapping

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.effect import Effect

MAX_TRIES = 8

MOST_AT_ONCE = 40
"""Claimed by one wake: what it can send well within its time, so that no claim lapses unsent."""

CALL_CLAIM_SECONDS = 900
"""How long a call may be under way before it counts as lost: its queue, its tries, its report."""

_FIRST_RETRY = 30
_LONGEST_RETRY = 3_600


def is_claimable(effect: Effect, now: Instant) -> bool:
    """Whether nobody holds the effect at `now` and its next try is due."""
    held = effect.claimed_until is not None and effect.claimed_until > now
    waiting = effect.retry_at is not None and effect.retry_at > now
    return not held and not waiting


def claim(
    file: CaseFile, now: Instant, seconds: int, *, settled: Collection[str] = ()
) -> tuple[CaseFile, tuple[Effect, ...]]:
    """Claim the first claimable effects for `seconds`, a call for longer; none that is `settled`."""
    mine: list[Effect] = []
    kept: list[Effect] = []
    for effect in file.effects:
        wanted = effect.id not in settled and len(mine) < MOST_AT_ONCE
        if wanted and is_claimable(effect, now):
            lasts = seconds if effect.kind == "email" else max(seconds, CALL_CLAIM_SECONDS)
            held = effect.model_copy(
                update={"claimed_until": now + lasts, "attempts": effect.attempts + 1}
            )
            mine.append(held)
            kept.append(held)
        else:
            kept.append(effect)
    return file.model_copy(update={"effects": tuple(kept)}), tuple(mine)


def settle(
    file: CaseFile, *, done: Collection[str], failed: Mapping[str, int], now: Instant
) -> CaseFile:
    """Drop what is done, and give back what failed with its next try put off.

    `failed` is effect to attempt: one that was tried again meanwhile is left to that try.
    """
    kept = [
        effect.model_copy(update={"claimed_until": None, "retry_at": now + _delay(effect.tries)})
        if failed.get(effect.id) == effect.attempts
        else effect
        for effect in file.effects
        if effect.id not in done
    ]
    return file.model_copy(update={"effects": tuple(kept)})


def redriven(file: CaseFile, effect: Effect) -> CaseFile:
    """Owe a parked effect again, with all its tries forgiven; one that is owed already stays."""
    if any(one.id == effect.id for one in file.effects):
        return file
    again = effect.model_copy(
        update={"claimed_until": None, "retry_at": None, "forgiven": effect.attempts}
    )
    return file.model_copy(update={"effects": (*file.effects, again)})


def looks_at_effects(file: CaseFile) -> Instant | None:
    """The earliest instant at which an effect of the file needs somebody."""
    return min(
        (
            max(effect.claimed_until or effect.made_at, effect.retry_at or effect.made_at)
            for effect in file.effects
        ),
        default=None,
    )


def next_try(file: CaseFile) -> Instant | None:
    """The earliest instant at which an effect that waits, held or failed, is to be sent."""
    waiting = (effect.retry_at for effect in file.effects if effect.claimed_until is None)
    return min((instant for instant in waiting if instant is not None), default=None)


def _delay(tries: int) -> int:
    return int(min(_FIRST_RETRY * 2 ** max(tries - 1, 0), _LONGEST_RETRY))
