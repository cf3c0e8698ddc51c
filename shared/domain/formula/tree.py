"""The tree of a formula: literals, fields and calls, bounded in depth and in nodes (K3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | bool | int | float | None

MAX_DEPTH = 100
MAX_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Node:
    """`what` is the value of a literal, the name of a field, or the function or sign of a call.

    `at` is where it begins in the text, counted from 1; 0 when it was not read from a text.
    """

    kind: Literal["value", "field", "call"]
    what: Scalar
    parts: tuple["Node", ...] = ()
    at: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """The name of a field, a function or a sign."""
        return str(self.what)


def depth_of(node: Node) -> int:
    """How deeply it is nested, found level by level."""
    depth = 0
    level = [node]
    while level:
        depth += 1
        level = [child for one in level for child in one.parts]
    return depth


def every(node: Node) -> Iterator[Node]:
    """Every node of the tree, each once, in the order of the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.parts))


def fields_in(node: Node) -> frozenset[str]:
    """Every field that the formula looks at."""
    return frozenset(one.name for one in every(node) if one.kind == "field")


def reads_the_clock(node: Node) -> bool:
    """Whether the value can change without any change of the record (K5)."""
    return any(one.kind == "call" and one.what in ("NOW", "TODAY") for one in every(node))
