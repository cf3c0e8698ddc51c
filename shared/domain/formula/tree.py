"""The tree of a formula: nested tuples of plain values, bounded in depth (K3)."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Node: TypeAlias = tuple[Any, ...]
"""("value", v) | ("field", name) | ("call", NAME, *nodes) | ("compare", sign, left, right) |
("arithmetic", sign, left, right) | ("join", *nodes)."""

MAX_DEPTH = 100


def children(node: Node) -> Iterator[Node]:
    """The nodes below one."""
    yield from (part for part in node[1:] if isinstance(part, tuple))


def depth_of(node: Node) -> int:
    """How deeply it is nested, found level by level."""
    depth = 0
    level = [node]
    while level:
        depth += 1
        level = [child for one in level for child in children(one)]
    return depth


def every(node: Node) -> Iterator[Node]:
    """Every node of the tree, each once."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def fields_in(node: Node) -> frozenset[str]:
    """Every field that the formula looks at."""
    return frozenset(one[1] for one in every(node) if one[0] == "field")
