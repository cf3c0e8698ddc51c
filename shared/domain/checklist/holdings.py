"""What the directory of a deployment holds, as far as the set-up is judged by it."""

from shared.domain.value import Frozen


class Count(Frozen):
    """How many there are; with `more` at least so many, because nobody counted to the end."""

    number: int = 0
    more: bool = False

    def told(self, one: str, many: str) -> str:
        """In words, such as `at least 200 entitlements`."""
        words = f"{self.number} {one if self.number == 1 else many}"
        return f"at least {words}" if self.more else words


class Holdings(Frozen):
    """Counts of what customers have, and which process versions their entitlements are pinned to."""

    entitlements: Count = Count()
    with_process: Count = Count()
    templates: Count = Count()
    contracts: Count = Count()
    lines: Count = Count()
    versions: frozenset[int] = frozenset()
