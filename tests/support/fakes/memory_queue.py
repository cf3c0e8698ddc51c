"""The wake queue in memory: delayed, at least once, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from shared.business_time.instant import Instant
from shared.domain.call import CallReport
from shared.domain.history import WakeSource
from shared.errors import Unavailable
from tests.support.fakes.hand_clock import HandClock

LONGEST_DELAY = 900


@dataclass(frozen=True, slots=True)
class Sent:
    """One message, and the instant from which it can be received."""

    number: str
    source: WakeSource
    due_at: Instant | None
    visible_at: Instant
    report: CallReport | None = None


class MemoryQueue:
    """The WakeQueue of tests; `sent` is everything ever sent, `calls` how often it was called."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._waiting: list[Sent] = []
        self.sent: list[Sent] = []
        self.calls = 0
        self.is_broken = False

    def wake(
        self,
        number: str,
        source: WakeSource,
        due_at: Instant | None,
        *,
        delay_seconds: int = 0,
        report: CallReport | None = None,
    ) -> None:
        self._call()
        visible_at = self._clock.now() + max(0, min(delay_seconds, LONGEST_DELAY))
        self._send(Sent(number, source, due_at, visible_at, report))

    def wake_many(self, wakes: Sequence[tuple[str, Instant | None]], source: WakeSource) -> None:
        for start in range(0, len(wakes), 10):
            self._call()
            for number, due_at in wakes[start : start + 10]:
                self._send(Sent(number, source, due_at, self._clock.now()))

    def receive(self) -> tuple[Sent, ...]:
        """Take everything that is visible now."""
        now = self._clock.now()
        ready = tuple(sent for sent in self._waiting if sent.visible_at <= now)
        self._waiting = [sent for sent in self._waiting if sent.visible_at > now]
        return ready

    def give_back(self, sent: Sent, *, after_seconds: int = 0) -> None:
        """What happens to a message whose wake failed, or that is delivered twice."""
        visible_at = self._clock.now() + after_seconds
        self._waiting.append(replace(sent, visible_at=visible_at))

    def shuffle(self, seed: int) -> None:
        """Bring what waits into another order."""
        Random(seed).shuffle(self._waiting)

    @property
    def waiting(self) -> tuple[Sent, ...]:
        """What was sent and not received."""
        return tuple(self._waiting)

    def _call(self) -> None:
        self.calls += 1
        if self.is_broken:
            raise Unavailable("the queue does not answer")

    def _send(self, sent: Sent) -> None:
        self._waiting.append(sent)
        self.sent.append(sent)
