"""What publishing refuses in a formula that could be read: functions, arguments, fields, kinds (P5)."""

from collections.abc import Collection, Iterator
from typing import Literal, TypeAlias

from shared.domain.formula.evaluation import FUNCTIONS
from shared.domain.formula.tree import Node, every

Kind: TypeAlias = Literal["text", "number", "truth", "time", "any"]

_RETURNS: dict[str, Kind] = {
    **dict.fromkeys(
        ("AND", "OR", "NOT", "ISPICKVAL", "ISBLANK", "ISNULL", "CONTAINS", "BEGINS", "INCLUDES"),
        "truth",
    ),
    **dict.fromkeys(("TEXT", "LEFT", "RIGHT", "LOWER", "UPPER", "TRIM"), "text"),
    **dict.fromkeys(
        ("VALUE", "LEN", "YEAR", "MONTH", "DAY", "MIN", "MAX", "ROUND", "MOD", "ABS"), "number"
    ),
    **dict.fromkeys(("NOW", "TODAY", "DATE", "DATEVALUE"), "time"),
}


def check_calls(node: Node) -> list[str]:
    """Sentences about functions that do not exist or get the wrong number of arguments."""
    return [fault for one in every(node) if one[0] == "call" for fault in _of_call(one)]


def check_formula(node: Node, known_fields: Collection[str] | None) -> list[str]:
    """Sentences about unknown fields, and numbers that are compared with texts."""
    return list(_faults(node, known_fields))


def _faults(node: Node, known_fields: Collection[str] | None) -> Iterator[str]:
    for one in every(node):
        if one[0] == "field" and known_fields is not None and one[1] not in known_fields:
            yield f"unknown field '{one[1]}'"
        elif one[0] == "compare":
            yield from _of_comparison(one)


def _of_call(node: Node) -> Iterator[str]:
    name, count = node[1], len(node) - 2
    function = FUNCTIONS.get(name)
    if function is None:
        yield f"there is no function {name}"
    elif not function.least <= count <= function.most:
        least, most = function.least, function.most
        wanted = str(least) if least == most else f"at least {least}"
        yield f"{name} takes {wanted} arguments, not {count}"
    elif name == "CASE" and count % 2:
        yield "CASE takes pairs of a value and a result, and a result for all else"


def _of_comparison(node: Node) -> Iterator[str]:
    left, right = _kind(node[2]), _kind(node[3])
    if {left, right} == {"number", "text"}:
        number, text = (node[2], node[3]) if left == "number" else (node[3], node[2])
        if text[0] != "value" or not _reads_as_number(text[1]):
            yield f"{_shown(number)} is a number and is compared with the text {_shown(text)}"


def _kind(node: Node) -> Kind:
    if node[0] == "value":
        return _kind_of_value(node[1])
    if node[0] == "call":
        return _RETURNS.get(node[1], "any")
    return {"arithmetic": "any", "join": "text", "compare": "truth"}.get(node[0], "any")  # type: ignore[return-value]  # all are kinds


def _kind_of_value(value: object) -> Kind:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) and value else "any"


def _reads_as_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _shown(node: Node) -> str:
    return f"'{node[1]}'" if node[0] in ("value", "field") else f"{node[1]}(…)"
