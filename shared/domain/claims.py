"""Effects between being owed and being done: who may send them, and when to look again (§1)."""

from collections.abc import Collection

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.effect import Effect

MAX_ATTEMPTS = 8
_FIRST_RETRY = 30
_LONGEST_RETRY = 3_600


def is_claimable(effect: Effect, now: Instant) -> bool:
    """Whether nobody holds the effect at `now` and its next try is due."""
    held = effect.claimed_until is not None and effect.claimed_until > now
    waiting = effect.retry_at is not None and effect.retry_at > now
    return not held and not waiting


def claim(file: CaseFile, now: Instant, seconds: int) -> tuple[CaseFile, tuple[Effect, ...]]:
    """Claim every claimable effect for `seconds`; answers the file and what was claimed."""
    mine: list[Effect] = []
    kept: list[Effect] = []
    for effect in file.effects:
        if is_claimable(effect, now):
            held = effect.model_copy(
                update={"claimed_until": now + seconds, "attempts": effect.attempts + 1}
            )
            mine.append(held)
            kept.append(held)
        else:
            kept.append(effect)
    return file.model_copy(update={"effects": tuple(kept)}), tuple(mine)


def settle(
    file: CaseFile, *, done: Collection[str], failed: Collection[str], now: Instant
) -> CaseFile:
    """Drop what is done, and give back what failed with its next try put off."""
    kept = [
        effect.model_copy(update={"claimed_until": None, "retry_at": now + _delay(effect.attempts)})
        if effect.id in failed
        else effect
        for effect in file.effects
        if effect.id not in done
    ]
    return file.model_copy(update={"effects": tuple(kept)})


def looks_at_effects(file: CaseFile) -> Instant | None:
    """The earliest instant at which an effect of the file needs somebody."""
    return min(
        (
            max(effect.claimed_until or effect.made_at, effect.retry_at or effect.made_at)
            for effect in file.effects
        ),
        default=None,
    )


def _delay(attempts: int) -> int:
    return int(min(_FIRST_RETRY * 2 ** max(attempts - 1, 0), _LONGEST_RETRY))
