"""Filter logic such as `1 AND (2 OR 3)`, read once into a small tree."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 1_000
MAX_DEPTH = 20

_TOKEN = re.compile(r"\s*(?:(\d{1,4})|(AND|OR|NOT)\b|([()]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Node:
    """`number` for an item, else the word that joins `parts`."""

    word: str
    parts: tuple["Node", ...] = ()
    number: int = 0

    def holds(self, item: Callable[[int], bool]) -> bool:
        """Evaluate with the truth of each item (1-based), stopping as soon as it is settled."""
        if self.word == "ITEM":
            return item(self.number)
        if self.word == "NOT":
            return not self.parts[0].holds(item)
        if self.word == "AND":
            return all(part.holds(item) for part in self.parts)
        return any(part.holds(item) for part in self.parts)

    def numbers(self) -> frozenset[int]:
        """Every item that the logic names."""
        own = frozenset({self.number}) if self.word == "ITEM" else frozenset[int]()
        return own.union(*(part.numbers() for part in self.parts))


@lru_cache(maxsize=4096)
def parse_logic(text: str) -> Node:
    """Read filter logic; NOT binds before AND before OR. ValueError names the place of a fault."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"filter logic is longer than {MAX_LENGTH} characters")
    reader = _Reader(_tokens(text))
    node = reader.any_of(0)
    reader.end()
    return node


def _tokens(text: str) -> list[tuple[str, int]]:
    tokens = []
    at = 0
    stripped = text.rstrip()
    while at < len(stripped):
        found = _TOKEN.match(stripped, at)
        if found is None:
            rest = stripped[at:].lstrip()
            column = len(stripped) - len(rest) + 1
            raise ValueError(f"unexpected '{rest[0]}' at column {column}")
        tokens.append((found[found.lastindex or 0].upper(), found.start(found.lastindex or 0) + 1))
        at = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[tuple[str, int]]) -> None:
        self._tokens = tokens
        self._at = 0

    def any_of(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ValueError(f"filter logic is nested deeper than {MAX_DEPTH}")
        parts = [self._all_of(depth)]
        while self._take("OR"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Node("OR", tuple(parts))

    def end(self) -> None:
        if self._at < len(self._tokens):
            word, column = self._tokens[self._at]
            raise ValueError(f"unexpected '{word}' at column {column}")

    def _all_of(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._take("AND"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Node("AND", tuple(parts))

    def _one(self, depth: int) -> Node:
        if self._take("NOT"):
            if depth > MAX_DEPTH:
                raise ValueError(f"filter logic is nested deeper than {MAX_DEPTH}")
            return Node("NOT", (self._one(depth + 1),))
        if self._take("("):
            node = self.any_of(depth + 1)
            if not self._take(")"):
                raise ValueError("a ')' is missing")
            return node
        if self._at >= len(self._tokens):
            raise ValueError("the logic ends where a number is expected")
        word, column = self._tokens[self._at]
        if not word.isdigit():
            raise ValueError(f"expected a number at column {column}, found '{word}'")
        self._at += 1
        return Node("ITEM", number=int(word))

    def _take(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][0] == word:
            self._at += 1
            return True
        return False
