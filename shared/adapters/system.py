"""The only clock and the only source of randomness."""

import secrets
import time

from shared.business_time.instant import Instant
from shared.domain.record_number import RANDOM_BITS, number_from


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """The present instant, in whole seconds rounded down."""
        return int(time.time())

    def pause(self, seconds: float) -> None:
        """Wait between two tries of a lost race."""
        time.sleep(seconds)

    def elapsed(self) -> float:
        """Seconds on a clock that never jumps."""
        return time.monotonic()


class SystemMint:
    """The machine's randomness."""

    def number(self) -> str:
        """A fresh record number (E8)."""
        return number_from(secrets.randbits(RANDOM_BITS))

    def token(self) -> str:
        """A fresh request token."""
        return secrets.token_hex(16)

    def jitter(self) -> float:
        """A fraction in [0, 1)."""
        return secrets.randbelow(1_000_000) / 1_000_000
