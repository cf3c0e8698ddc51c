"""Reading JSON from strangers: one object, real numbers, whole characters, bounded depth."""

import json
from typing import Any

from functions.api.rejections import Malformed
from shared.errors import Fault, Refused

_DEEPEST = 32
_SHOWN = 80


def read_json(text: str) -> dict[str, Any]:
    """Read a body; raises Malformed for what is not JSON, Refused for what is no plain object."""
    try:
        document = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_without_doubles)
        text.encode("utf-8")
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as broken:
        raise Malformed("The body is not JSON.") from broken
    if not isinstance(document, dict):
        raise Refused("The body must be one object.", faults=(Fault("", "This is no object."),))
    if _depth(document) > _DEEPEST:
        raise Malformed(f"The body is nested deeper than {_DEEPEST}.")
    return document


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"The key '{twice[:_SHOWN]}' stands twice in one object of the body.")
    return found


def _depth(document: Any) -> int:
    level, depth = [document], 0
    while level and depth <= _DEEPEST:
        level = [inner for outer in level for inner in _inside(outer)]
        depth += 1
    return depth


def _inside(outer: Any) -> list[Any]:
    if isinstance(outer, dict):
        return [value for value in outer.values() if isinstance(value, dict | list)]
    return [value for value in outer if isinstance(value, dict | list)]
