"""The grammar of formulas, and a parser library that makes nodes of it; imported only to read text."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from shared.domain.field_name import canonical_field
from shared.domain.formula.parse import FormulaRefused
from shared.domain.formula.place import place_in, place_of
from shared.domain.formula.tree import Node

GRAMMAR = r"""
?start: either
?either: both ("||" both)*           -> either
?both: compared ("&&" compared)*     -> both
?compared: joined (COMPARISON joined)?
?joined: total ("&" total)*          -> joined
?total: product (ADDING product)*    -> total
?product: signed (TIMES signed)*     -> product
?signed: BANG signed                 -> negated
       | MINUS signed                -> minus
       | "+" signed                  -> plus
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
BANG: "!"
MINUS: "-"
NUMBER: /\d+(\.\d+)?|\.\d+/
STRING: /"(\\.|[^"\\])*"/s | /'(\\.|[^'\\])*'/s
PATH.2: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n\f]+/
%ignore /\/\*[^*]*\*+([^\/*][^*]*\*+)*\//
"""

MOST_DIGITS = 18

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_SIGNS = {"==": "=", "!=": "<>"}
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_SHOWN = {"LPAR": "'('", "RPAR": "')'", "COMMA": "','"}
_STARTS_A_VALUE = frozenset({"NAME", "NUMBER", "STRING", "LPAR"})


class _TooLong(Exception):
    def __init__(self, number: Token) -> None:
        self.number = number


def read_tree(text: str) -> Node:
    """The tree of a text, calls unchecked; raises FormulaRefused with the place of the fault."""
    try:
        found: Any = _parser().parse(text)
    except UnexpectedInput as error:
        raise FormulaRefused(_sentence(text, error)) from None
    except _TooLong as error:
        place = place_in(text, _at(error.number))
        raise FormulaRefused(f"a number has at most {MOST_DIGITS} digits, at {place}") from None
    except RecursionError:
        raise FormulaRefused("the formula is nested too deeply") from None
    node: Node = found
    return node


def _sentence(text: str, error: UnexpectedInput) -> str:
    if not isinstance(error, UnexpectedToken):
        return _stranger(text, place_of(text, error.line, error.column))
    wanted = _named({*(error.accepts or error.expected)})
    if error.token.type == "$END":
        end = place_in(text, len(text.rstrip()) + 1)
        return f"expected {wanted} at {end}, where the formula ends"
    at = _at(error.token)
    if text.startswith("/*", at - 1):
        return _stranger(text, at)
    return f"expected {wanted} at {place_in(text, at)}, found '{error.token}'"


def _stranger(text: str, at: int) -> str:
    place = place_in(text, at)
    mark = text[at - 1]
    if mark in "'\"":
        return f"the text that begins at {place} has no end"
    if text.startswith("/*", at - 1):
        return f"the comment that begins at {place} has no end"
    return f"unexpected '{mark}' at {place}"


def _named(expected: set[str]) -> str:
    if expected >= _STARTS_A_VALUE:
        return "a value"
    if "$END" in expected:
        return "an operator or the end of the formula"
    names = sorted(_SHOWN[name] for name in expected if name in _SHOWN)
    return " or ".join(names) if names else "something else"


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_builder())


def _builder() -> Any:
    """Makes nodes while the parser runs, so that nothing recurses over a parse tree."""

    def of(make: Callable[[list[Any]], Node]) -> Callable[[Any, list[Any]], Node]:
        return lambda _, parts: make(parts)

    return type("Builder", (Transformer,), {name: of(make) for name, make in _NODES.items()})()


def _at(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _number(parts: list[Any]) -> Node:
    digits = str(parts[0])
    if sum(mark.isdigit() for mark in digits) > MOST_DIGITS:
        raise _TooLong(parts[0])
    return Node("value", float(digits) if "." in digits else int(digits), at=_at(parts[0]))


def _field(parts: list[Any]) -> Node:
    name = str(parts[0])
    if name.lower() in _CONSTANTS:
        return Node("value", _CONSTANTS[name.lower()], at=_at(parts[0]))
    return Node("field", canonical_field(name), at=_at(parts[0]))


def _call(parts: list[Any]) -> Node:
    given = tuple(part for part in parts[1:] if part is not None)
    return Node("call", str(parts[0]).upper(), given, _at(parts[0]))


def _prefix(name: str) -> Callable[[list[Any]], Node]:
    return lambda parts: Node("call", name, (parts[1],), _at(parts[0]))


def _compared(parts: list[Any]) -> Node:
    sign = str(parts[1])
    return Node("call", _SIGNS.get(sign, sign), (parts[0], parts[2]), parts[0].at)


def _many(name: str) -> Callable[[list[Any]], Node]:
    return lambda parts: (
        parts[0] if len(parts) == 1 else Node("call", name, tuple(parts), parts[0].at)
    )


def _chain(parts: list[Any]) -> Node:
    """From the left; equal signs in a row are one node, so that a long sum is not a deep one."""
    found: Node = parts[0]
    for sign, run in _runs(parts):
        found = Node("call", sign, (found, *run), parts[0].at)
    return found


def _runs(parts: list[Any]) -> Iterator[tuple[str, list[Node]]]:
    run: list[Node] = []
    for place in range(1, len(parts), 2):
        run.append(parts[place + 1])
        if place + 2 >= len(parts) or str(parts[place + 2]) != str(parts[place]):
            yield str(parts[place]), run
            run = []


def _unquoted(quoted: str) -> str:
    out: list[str] = []
    escaped = False
    for mark in quoted[1:-1]:
        if escaped:
            out.append(_ESCAPED.get(mark, mark))
            escaped = False
        elif mark == "\\":
            escaped = True
        else:
            out.append(mark)
    return "".join(out)


_NODES: dict[str, Callable[[list[Any]], Node]] = {
    "number": _number,
    "text": lambda parts: Node("value", _unquoted(str(parts[0])), at=_at(parts[0])),
    "field": _field,
    "call": _call,
    "either": _many("OR"),
    "both": _many("AND"),
    "compared": _compared,
    "joined": _many("&"),
    "total": _chain,
    "product": _chain,
    "negated": _prefix("NOT"),
    "minus": _prefix("-"),
    "plus": lambda parts: parts[-1],
}
