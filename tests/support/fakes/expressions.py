"""DynamoDB's condition and update expressions, as far as the adapters use them."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Item = Mapping[str, Any]
Test = Callable[[Item], bool]

_TOKEN = re.compile(r"\s*(<=|>=|<>|[=<>(),+\-]|[#:]?\w+)")
_WORDS = {"AND", "OR", "NOT", "BETWEEN", "SET", "REMOVE", "ADD"}


class BadExpression(ValueError):
    """What DynamoDB answers with a ValidationException."""


class Tokens:
    """The tokens of an expression, with its names and values at hand."""

    def __init__(self, text: str, names: Mapping[str, str], values: Mapping[str, Any]) -> None:
        self._left = _split(text)
        self._names, self._values = names, values
        self.used: set[str] = set()

    def peek(self) -> str:
        return self._left[0] if self._left else ""

    def take(self, *wanted: str) -> str:
        if not self._left or (wanted and self._left[0].upper() not in wanted):
            raise BadExpression(f"Syntax error near {self.peek() or 'the end'}")
        return self._left.pop(0)

    def follows(self, *wanted: str) -> bool:
        if self.peek().upper() in wanted:
            self._left.pop(0)
            return True
        return False

    def path(self) -> str:
        token = self.take()
        if token.upper() in _WORDS or not re.match(r"[#\w]", token):
            raise BadExpression(f"Syntax error near {token}")
        if not token.startswith("#"):
            return token
        self.used.add(token)
        if token not in self._names:
            raise BadExpression(f"An expression attribute name is not defined: {token}")
        return self._names[token]

    def operand(self) -> Callable[[Item], Any]:
        if not self.peek().startswith(":"):
            path = self.path()
            return lambda item: item.get(path)
        token = self.take()
        self.used.add(token)
        if token not in self._values:
            raise BadExpression(f"An expression attribute value is not defined: {token}")
        value = self._values[token]
        return lambda _: value


def condition(text: str, names: Mapping[str, str], values: Mapping[str, Any]) -> Test:
    """Read a condition; names and values that it does not use are refused, as on AWS."""
    tokens = Tokens(text, names, values)
    test = _either(tokens)
    _end(tokens, names, values)
    return test


def update(
    text: str, names: Mapping[str, str], values: Mapping[str, Any]
) -> Callable[[Item], dict[str, Any]]:
    """Read an update; answers a function from the old item to the new one."""
    tokens = Tokens(text, names, values)
    steps: list[Callable[[Item, dict[str, Any]], None]] = []
    while tokens.peek():
        clause = tokens.take("SET", "REMOVE", "ADD").upper()
        steps.append(_CLAUSES[clause](tokens))
        while tokens.follows(","):
            steps.append(_CLAUSES[clause](tokens))
    _end(tokens, names, values)

    def apply(old: Item) -> dict[str, Any]:
        new = dict(old)
        for step in steps:
            step(old, new)
        return new

    return apply


def used_in(text: str) -> set[str]:
    """The placeholders that an expression mentions."""
    return {token for token in _split(text) if token[0] in "#:"}


def comparable(value: Any) -> tuple[str, Any]:
    """An attribute value as something that sorts within its type."""
    letter, inner = next(iter(value.items()))
    return letter, Decimal(inner) if letter == "N" else inner


def _split(text: str) -> list[str]:
    found, place = [], 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadExpression(f"Syntax error near {text[place:]}")
        found.append(match[1])
        place = match.end()
    return found


def _end(tokens: Tokens, names: Mapping[str, str], values: Mapping[str, Any]) -> None:
    if tokens.peek():
        raise BadExpression(f"Syntax error near {tokens.peek()}")
    idle = {*names, *values} - tokens.used
    if idle:
        raise BadExpression(f"unused in expressions: {', '.join(sorted(idle))}")


def _either(tokens: Tokens) -> Test:
    tests = [_both(tokens)]
    while tokens.follows("OR"):
        tests.append(_both(tokens))
    return lambda item: any(test(item) for test in tests)


def _both(tokens: Tokens) -> Test:
    tests = [_single(tokens)]
    while tokens.follows("AND"):
        tests.append(_single(tokens))
    return lambda item: all(test(item) for test in tests)


def _single(tokens: Tokens) -> Test:
    if tokens.follows("NOT"):
        inner = _single(tokens)
        return lambda item: not inner(item)
    if tokens.follows("("):
        inner = _either(tokens)
        tokens.take(")")
        return inner
    if tokens.peek() in _FUNCTIONS:
        return _function(tokens)
    return _comparison(tokens)


def _function(tokens: Tokens) -> Test:
    name = tokens.take()
    tokens.take("(")
    path = tokens.path()
    if name != "begins_with":
        tokens.take(")")
        return lambda item: (path in item) is (name == "attribute_exists")
    tokens.take(",")
    start = tokens.operand()
    tokens.take(")")
    return lambda item: str(item.get(path, {}).get("S", "")).startswith(start(item)["S"])


def _comparison(tokens: Tokens) -> Test:
    left = tokens.operand()
    sign = tokens.take(*_SIGNS, "BETWEEN")
    if sign.upper() == "BETWEEN":
        least = tokens.operand()
        tokens.take("AND")
        most = tokens.operand()
        return lambda item: (
            _compare(left(item), ">=", least(item)) and _compare(left(item), "<=", most(item))
        )
    right = tokens.operand()
    return lambda item: _compare(left(item), sign, right(item))


def _compare(left: Any, sign: str, right: Any) -> bool:
    if left is None or right is None:
        return False
    (one, a), (other, b) = comparable(left), comparable(right)
    if one != other:
        return sign == "<>"
    return bool(_SIGNS[sign](a, b))


def _set(tokens: Tokens) -> Callable[[Item, dict[str, Any]], None]:
    path = tokens.path()
    tokens.take("=")
    if not tokens.follows("IF_NOT_EXISTS"):
        value = tokens.operand()
        return lambda old, new: new.__setitem__(path, value(old))
    tokens.take("(")
    looked = tokens.path()
    tokens.take(",")
    fallback = tokens.operand()
    tokens.take(")")
    return lambda old, new: new.__setitem__(path, old.get(looked, fallback(old)))


def _remove(tokens: Tokens) -> Callable[[Item, dict[str, Any]], None]:
    path = tokens.path()
    return lambda _, new: new.pop(path, None) and None


def _add(tokens: Tokens) -> Callable[[Item, dict[str, Any]], None]:
    path = tokens.path()
    amount = tokens.operand()

    def step(old: Item, new: dict[str, Any]) -> None:
        total = Decimal(old.get(path, {"N": "0"})["N"]) + Decimal(amount(old)["N"])
        new[path] = {"N": str(total)}

    return step


_FUNCTIONS = ("attribute_exists", "attribute_not_exists", "begins_with")
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_CLAUSES = {"SET": _set, "REMOVE": _remove, "ADD": _add}
