"""A clock that stands still until somebody turns its hands."""

from shared.business_time.instant import Instant, parse_instant


class HandClock:
    """The Clock of tests; a pause moves it on, so that nothing ever waits."""

    def __init__(self, at: str | Instant = "2026-03-02T09:00:00Z") -> None:
        self._now = float(parse_instant(at) if isinstance(at, str) else at)
        self._elapsed = 0.0
        self.pauses: list[float] = []

    def now(self) -> Instant:
        return int(self._now)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.tick(seconds)

    def elapsed(self) -> float:
        return self._elapsed

    def tick(self, seconds: float) -> None:
        """Turn the hands; backwards moves the wall clock only."""
        self._now += seconds
        self._elapsed += max(0.0, seconds)

    def move_to(self, at: str | Instant) -> None:
        """Turn the hands to an instant."""
        self.tick((parse_instant(at) if isinstance(at, str) else at) - self._now)
