"""JSON as configuration is written in it: no NaN, no doubled keys, the same numbers as in YAML."""

import json
from math import isfinite
from typing import Any, NoReturn

from cli.yaml_text import TWICE, YamlDocument, YamlRefused

_MOST_DIGITS = 18


def read_json(text: str) -> YamlDocument:
    """One JSON document with the keys that stand twice; raises YamlRefused."""
    document = YamlDocument()

    def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                document.odd.append((1, key, TWICE))
            seen[key] = value
        return seen

    try:
        document.value = json.loads(
            text,
            object_pairs_hook=without_doubles,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as fault:
        raise YamlRefused(fault.lineno, f"not JSON: {fault.msg}") from fault
    except RecursionError as fault:
        raise YamlRefused(None, "too many levels deep") from fault
    return document


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise YamlRefused(None, f"a number has more than {_MOST_DIGITS} digits; write it as text")
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise YamlRefused(None, f"the number {digits[:40]} is too large; write it as text")
    return value


def _no_number(word: str) -> NoReturn:
    raise YamlRefused(None, f"not JSON: {word} is no number")
