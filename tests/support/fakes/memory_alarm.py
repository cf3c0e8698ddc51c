"""One-shot schedules in memory: names stay taken, and alarms can ring late, twice or never."""

import re
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.errors import Unavailable
from tests.support.fakes.hand_clock import HandClock

TAKEN_SECONDS = 3_600
"""How long a name stays taken after it has rung: deletion after completion is slow."""

_NAME = re.compile(r"[0-9a-zA-Z\-_.]{1,64}")


@dataclass(frozen=True, slots=True)
class Armed:
    """One schedule."""

    name: str
    number: str
    at: Instant
    armed_at: Instant


class MemoryAlarm:
    """The Alarm of tests; `made` is every schedule that was ever created, in order."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._waiting: dict[str, Armed] = {}
        self._taken: dict[str, Instant] = {}
        self.made: list[Armed] = []
        self.is_broken = False

    def arm(self, name: str, number: str, at: Instant) -> None:
        if self.is_broken:
            raise Unavailable("the scheduler does not answer")
        if not _NAME.fullmatch(name):
            raise Unavailable(f"arm an alarm: ValidationException for '{name}'")
        now = self._clock.now()
        if name in self._waiting or self._taken.get(name, now) > now:
            return
        armed = Armed(name, number, at, now)
        self._waiting[name] = armed
        self.made.append(armed)

    @property
    def waiting(self) -> tuple[Armed, ...]:
        """Schedules that have not rung, earliest first."""
        return tuple(sorted(self._waiting.values(), key=lambda armed: (armed.at, armed.name)))

    def ring(self, until: Instant | None = None) -> tuple[Armed, ...]:
        """Ring what is due by `until` (left out: now); each rings once and keeps its name taken."""
        limit = self._clock.now() if until is None else until
        rung = tuple(armed for armed in self.waiting if armed.at <= limit)
        for armed in rung:
            del self._waiting[armed.name]
            self._taken[armed.name] = max(armed.at, self._clock.now()) + TAKEN_SECONDS
        return rung
