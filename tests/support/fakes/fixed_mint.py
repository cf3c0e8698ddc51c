"""Numbers and tokens that are the same in every run."""

from random import Random

from shared.domain.record_number import RANDOM_BITS, number_from


class FixedMint:
    """The Mint of tests; `numbers` given are handed out first, so that collisions can be staged."""

    def __init__(self, seed: int = 1, numbers: tuple[str, ...] = ()) -> None:
        self._random = Random(seed)
        self._given = list(numbers)
        self._tokens = 0

    def number(self) -> str:
        if self._given:
            return self._given.pop(0)
        return number_from(self._random.getrandbits(RANDOM_BITS))

    def token(self) -> str:
        self._tokens += 1
        return f"token-{self._tokens:06}"

    def jitter(self) -> float:
        return self._random.random()
