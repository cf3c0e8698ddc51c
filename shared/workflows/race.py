"""Lost races: decide anew on fresh state, up to twelve tries within four seconds (§1)."""

from collections.abc import Callable
from typing import TypeVar

from shared.errors import BalanceMoved, Busy, Conflict, NumberTaken
from shared.ports import Clock, Mint

T = TypeVar("T")

TRIES = 12
LIMIT_SECONDS = 4.0
_FIRST_WAIT = 0.02
_LONGEST_WAIT = 0.5


def until_won(attempt: Callable[[], T], *, clock: Clock, mint: Mint) -> T:
    """Repeat `attempt` with full jitter while it loses; raises Busy when time or tries run out."""
    started = clock.elapsed()
    for turn in range(TRIES):
        try:
            return attempt()
        except (Conflict, BalanceMoved, NumberTaken):
            if clock.elapsed() - started > LIMIT_SECONDS:
                break
            clock.pause(mint.jitter() * min(_LONGEST_WAIT, _FIRST_WAIT * 2**turn))
    raise Busy("Too many people changed this record at once; try again in a moment.")
