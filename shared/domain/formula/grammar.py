"""Formulas in the Salesforce subset (K2), read into a small tree by a parser library."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.domain.field_name import canonical_field
from shared.domain.formula.check import check_calls
from shared.domain.formula.tree import MAX_DEPTH, Node, depth_of

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH = 5_000

GRAMMAR = r"""
?start: either
?either: both ("||" both)*           -> either
?both: compared ("&&" compared)*     -> both
?compared: joined (COMPARISON joined)?
?joined: total ("&" total)*          -> joined
?total: total ADDING product | product
?product: product TIMES signed | signed
?signed: "!" signed                  -> negated
       | "-" signed                  -> minus
       | "+" signed
       | atom
?atom: NUMBER                        -> number
     | STRING                        -> text
     | NAME "(" [either ("," either)*] ")" -> call
     | PATH                          -> field
     | NAME                          -> field
     | "(" either ")"

COMPARISON: "==" | "=" | "<>" | "!=" | "<=" | ">=" | "<" | ">"
ADDING: "+" | "-"
TIMES: "*" | "/"
NUMBER: /\d+(\.\d+)?/
STRING: /"(\\.|[^"\\])*"/ | /'(\\.|[^'\\])*'/
PATH.2: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /\s+/
%ignore /\/\*(.|\n)*?\*\//
"""

_CONSTANTS: dict[str, Node] = {
    "true": ("value", True),
    "false": ("value", False),
    "null": ("value", None),
}
_SHOWN = {
    "LPAR": "'('",
    "RPAR": "')'",
    "COMMA": "','",
    "NUMBER": "a number",
    "STRING": "a text",
    "NAME": "a name",
    "PATH": "a field",
    "COMPARISON": "a comparison",
    "ADDING": "'+' or '-'",
    "TIMES": "'*' or '/'",
    "BANG": "'!'",
    "MINUS": "'-'",
    "PLUS": "'+'",
}
_STARTS_A_VALUE = frozenset({"BANG", "MINUS", "PLUS", "NAME", "NUMBER", "PATH", "STRING", "LPAR"})


class FormulaRefused(ValueError):
    """A formula that cannot be read; the sentence names the column."""


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Node:
    """Read a formula; raises FormulaRefused for what is no formula, too long or nested too deeply."""
    if len(text) > MAX_LENGTH:
        raise FormulaRefused(f"a formula has at most {MAX_LENGTH} characters")
    if not text.strip():
        raise FormulaRefused("the formula is empty")
    node = _read(text)
    if depth_of(node) > MAX_DEPTH:
        raise FormulaRefused(f"a formula is nested at most {MAX_DEPTH} deep")
    faults = check_calls(node)
    if faults:
        raise FormulaRefused("; ".join(faults))
    return node


def _read(text: str) -> Node:
    # the parser is only needed where there are formulas, and costs an import
    from lark.exceptions import (  # noqa: PLC0415
        UnexpectedCharacters,
        UnexpectedEOF,
        UnexpectedToken,
    )

    try:
        found: Any = _parser().parse(text)
    except UnexpectedToken as error:
        at = "at the end" if error.token.type == "$END" else f"at column {error.column}"
        found_there = "" if error.token.type == "$END" else f", found '{error.token}'"
        raise FormulaRefused(f"expected {_named(error.expected)} {at}{found_there}") from None
    except UnexpectedCharacters as error:
        raise FormulaRefused(f"unexpected '{error.char}' at column {error.column}") from None
    except UnexpectedEOF:
        raise FormulaRefused("the formula ends too early") from None
    node: Node = found
    return node


def _named(expected: "set[str] | frozenset[str]") -> str:
    if set(expected) >= _STARTS_A_VALUE:
        return "a value"
    names = sorted({_SHOWN[name] for name in expected if name in _SHOWN})
    return " or ".join(names) if names else "something else"


@lru_cache(maxsize=1)
def _parser() -> "Lark":
    from lark import Lark  # noqa: PLC0415 - as above

    return Lark(GRAMMAR, parser="lalr", transformer=_builder(), propagate_positions=False)


def _builder() -> Any:
    """Makes nodes while the parser runs, so that nothing recurses over a parse tree."""
    from lark import Transformer  # noqa: PLC0415 - as above

    def of(make: Callable[[list[Any]], Node]) -> Callable[[Any, list[Any]], Node]:
        return lambda _, parts: make(parts)

    return type("Builder", (Transformer,), {name: of(make) for name, make in _NODES.items()})()


def _number(parts: list[Any]) -> Node:
    return ("value", float(parts[0]) if "." in parts[0] else int(parts[0]))


def _field(parts: list[Any]) -> Node:
    name = str(parts[0])
    return _CONSTANTS.get(name.lower(), ("field", canonical_field(name)))


def _call(parts: list[Any]) -> Node:
    return ("call", str(parts[0]).upper(), *(part for part in parts[1:] if part is not None))


def _infix(parts: list[Any]) -> Node:
    return ("arithmetic", str(parts[1]), parts[0], parts[2])


_SIGNS = {"=": "=", "==": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def _unquoted(quoted: str) -> str:
    inside = quoted[1:-1]
    out: list[str] = []
    escaped = False
    for mark in inside:
        if escaped:
            out.append({"n": "\n", "t": "\t"}.get(mark, mark))
            escaped = False
        elif mark == "\\":
            escaped = True
        else:
            out.append(mark)
    return "".join(out)


_NODES: dict[str, Callable[[list[Any]], Node]] = {
    "number": _number,
    "text": lambda parts: ("value", _unquoted(str(parts[0]))),
    "field": _field,
    "call": _call,
    "either": lambda parts: parts[0] if len(parts) == 1 else ("call", "OR", *parts),
    "both": lambda parts: parts[0] if len(parts) == 1 else ("call", "AND", *parts),
    "compared": lambda parts: ("compare", _SIGNS[str(parts[1])], parts[0], parts[2]),
    "joined": lambda parts: parts[0] if len(parts) == 1 else ("join", *parts),
    "total": _infix,
    "product": _infix,
    "negated": lambda parts: ("call", "NOT", parts[0]),
    "minus": lambda parts: ("arithmetic", "-", ("value", 0), parts[0]),
}
