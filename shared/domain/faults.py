"""What a model finds wrong with a document, in our words and with our paths."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from shared.errors import Fault

_TAG = re.compile(
    r"[<(].*|.*\[.*\]|(function|constrained|lax-or-strict|nullable)\b.*|none|int|str|bool|float"
)
"""What stands in a path only to tell the members of a union apart."""

_SAID: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "missing"),
    "extra_forbidden": ("unknown key", "unknown_key"),
    "string_type": ("must be a text", "type"),
    "bool_type": ("must be true or false", "type"),
    "bool_parsing": ("must be true or false", "type"),
    "int_type": ("must be a whole number", "type"),
    "int_parsing": ("must be a whole number", "type"),
    "int_from_float": ("must be a whole number", "type"),
    "float_type": ("must be a number", "type"),
    "float_parsing": ("must be a number", "type"),
    "list_type": ("must be a list", "type"),
    "tuple_type": ("must be a list", "type"),
    "dict_type": ("must be a mapping", "type"),
    "model_type": ("must be a mapping", "type"),
    "model_attributes_type": ("must be a mapping", "type"),
    "too_short": ("must not be empty", "blank"),
    "string_too_short": ("must not be empty", "blank"),
}
"""Pydantic's type of an error to our words and code."""

_MEASURED: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "literal_error": lambda ctx: (f"must be {ctx['expected']}", "not_one_of"),
    "value_error": lambda ctx: (str(ctx["error"]), "invalid"),
    "string_too_long": lambda ctx: (f"has more than {ctx['max_length']} characters", "too_long"),
    "greater_than_equal": lambda ctx: (f"must not be less than {ctx['ge']}", "out_of_range"),
    "less_than_equal": lambda ctx: (f"must not be more than {ctx['le']}", "out_of_range"),
}


def faults_of(error: ValidationError, prefix: str = "") -> tuple[Fault, ...]:
    """One fault a path, sorted; paths look like `milestones[2].actions[0].before`, below `prefix`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for detail in error.errors(include_url=False):
        said = found.setdefault(_path(prefix, detail["loc"]), [])
        words = _words(detail["type"], detail.get("ctx", {}), detail["msg"])
        if words not in said:
            said.append(words)
    return tuple(
        Fault(path, " or ".join(message for message, _ in said), said[0][1])
        for path, said in sorted(found.items())
    )


def _words(kind: str, context: Mapping[str, Any], message: str) -> tuple[str, str]:
    measured = _MEASURED.get(kind)
    if measured is not None:
        return measured(context)
    return _SAID.get(kind, (message[:1].lower() + message[1:], "invalid"))


def _path(prefix: str, location: tuple[int | str, ...]) -> str:
    path = prefix
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not _TAG.fullmatch(step):
            path += f".{step}" if path else step
    return path
