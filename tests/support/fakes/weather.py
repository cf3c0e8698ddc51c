"""What can go wrong on the way to DynamoDB, called for by name or rolled with dice."""

from collections import defaultdict, deque
from random import Random
from typing import Literal, TypeAlias

Trouble: TypeAlias = Literal["conflict", "throttle", "lost", "broken"]
"""`lost`: it happened, and the answer never came. `broken`: a 500 that did nothing."""

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})


class Weather:
    """Clear unless asked otherwise."""

    def __init__(self) -> None:
        self._called: dict[str, deque[Trouble]] = defaultdict(deque)
        self._dice: Random | None = None
        self._odds: dict[Trouble, float] = {}
        self.unprocessed = 0

    def call(self, operation: str, trouble: Trouble, times: int = 1) -> None:
        """The next `times` calls of an operation meet this trouble."""
        self._called[operation].extend([trouble] * times)

    def roll(self, seed: int, **odds: float) -> None:
        """From now on each call meets trouble with these odds, the same for the same seed."""
        self._dice = Random(seed)
        self._odds = {name: odds[name] for name in _ALL if name in odds}

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._called.clear()
        self._dice, self.unprocessed = None, 0

    def of(self, operation: str) -> Trouble | None:
        """The trouble of this call, if any."""
        if self._called[operation]:
            return self._called[operation].popleft()
        if self._dice is None:
            return None
        for trouble, odds in self._odds.items():
            if self._dice.random() < odds and _can_meet(operation, trouble):
                return trouble
        return None


_ALL: tuple[Trouble, ...] = ("conflict", "throttle", "lost", "broken")


def _can_meet(operation: str, trouble: Trouble) -> bool:
    if trouble == "conflict":
        return operation in WRITES - {"BatchWriteItem"}
    return trouble != "lost" or operation in WRITES
