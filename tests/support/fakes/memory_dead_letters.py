"""Dead letters in memory."""

from shared.errors import Unavailable


class MemoryDeadLetters:
    """The DeadLetters of tests; `kept` are bodies with their reasons."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []
        self.is_broken = False

    def give_up(self, body: str, reason: str) -> None:
        if self.is_broken:
            raise Unavailable("the queue does not answer")
        self.kept.append((body or "(empty)", reason[:200] or "unknown"))
