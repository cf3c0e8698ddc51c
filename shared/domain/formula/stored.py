"""The stored form of trees: compact JSON beside the text, believed only within its bounds (K3).

A literal is itself, a field is `{"f": name}`, a call is `[name, argument, …]`.
"""

import math
from collections.abc import Mapping
from typing import Any

from shared.domain.formula.signatures import fault_of_call
from shared.domain.formula.tree import MAX_DEPTH, MAX_NODES, Node, Scalar

SCHEMA = 1
LONGEST_LITERAL = 5_000
_FIELD = "f"


class NotStored(ValueError):
    """What stands in the place of a tree was never written by a publishing."""


def to_stored(node: Node) -> Any:
    """The tree as JSON values."""
    if node.kind == "value":
        return node.what
    if node.kind == "field":
        return {_FIELD: node.what}
    return [node.what, *(to_stored(part) for part in node.parts)]


def from_stored(stored: Any) -> Node:
    """The tree again; raises NotStored for what no publishing can have written."""
    return _Reader().node(stored, 1)


class _Reader:
    def __init__(self) -> None:
        self._left = MAX_NODES

    def node(self, stored: Any, depth: int) -> Node:
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise NotStored("A stored formula is larger than any that can be published.")
        if isinstance(stored, list) and stored and isinstance(stored[0], str):
            fault = fault_of_call(stored[0], len(stored) - 1)
            if fault is not None:
                raise NotStored(f"A stored formula cannot be evaluated: {fault}.")
            return Node("call", stored[0], tuple(self.node(one, depth + 1) for one in stored[1:]))
        if isinstance(stored, Mapping):
            name = stored.get(_FIELD)
            if isinstance(name, str) and len(stored) == 1:
                return Node("field", name)
        if _is_literal(stored):
            return Node("value", stored)
        raise NotStored("A stored formula has a part that is neither value, field nor call.")


def _is_literal(stored: Any) -> bool:
    if isinstance(stored, str):
        return len(stored) <= LONGEST_LITERAL
    if isinstance(stored, float):
        return math.isfinite(stored)
    scalar: Scalar = stored
    return scalar is None or isinstance(scalar, bool | int)
