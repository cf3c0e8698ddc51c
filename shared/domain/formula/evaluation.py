"""Evaluating a formula: a small interpreter that runs no code, cannot loop, and never fails (K3)."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TypeAlias

from shared.business_time.instant import Instant
from shared.domain.formula.quantities import (
    Moment,
    Quantity,
    arithmetic,
    day_of,
    equal,
    is_blank,
    is_true,
    number_of,
    ordered,
    text_of,
)
from shared.domain.formula.tree import Node
from shared.domain.value import Fields, Value

LONGEST_TEXT = 32_000

Answer: TypeAlias = Callable[[Node], Quantity]


def evaluate(node: Node, fields: Fields, now: Instant) -> Value:
    """The value of a formula as a field holds it; TODAY and NOW are those of `now`, in UTC."""
    found = _answer(node, fields, now)
    return text_of(found) if isinstance(found, date | Moment) else found


def is_met(node: Node, fields: Fields, now: Instant) -> bool:
    """Whether a formula that is a condition holds."""
    return is_true(_answer(node, fields, now))


def _answer(node: Node, fields: Fields, now: Instant) -> Quantity:
    def answer(one: Node) -> Quantity:
        return _answer(one, fields, now)

    match node:
        case ("value", value):
            found: Quantity = value
        case ("field", name):
            found = fields.get(name)
        case ("compare", sign, left, right):
            found = _compared(sign, answer(left), answer(right))
        case ("arithmetic", sign, left, right):
            found = arithmetic(sign, answer(left), answer(right))
        case ("join", *parts):
            found = "".join(text_of(answer(part)) for part in parts)[:LONGEST_TEXT]
        case _:
            moment = _MOMENTS.get(node[1])
            found = moment(now) if moment else FUNCTIONS[node[1]].work(node[2:], answer)
    return found


def _compared(sign: str, left: Quantity, right: Quantity) -> bool:
    if sign == "=":
        return equal(left, right)
    return not equal(left, right) if sign == "<>" else ordered(sign, left, right)


class Function:
    """What a function does with its unevaluated arguments, and how many it takes."""

    def __init__(
        self, least: int, most: int, work: Callable[[tuple[Node, ...], Answer], Quantity]
    ) -> None:
        self.least = least
        self.most = most
        self.work = work


_MANY = 1_000

_MOMENTS: Mapping[str, Callable[[Instant], Quantity]] = {
    "NOW": Moment,
    "TODAY": lambda now: datetime.fromtimestamp(now, tz=UTC).date(),
}


def _texts(work: Callable[..., Quantity]) -> Callable[[tuple[Node, ...], Answer], Quantity]:
    return lambda nodes, answer: work(*(text_of(answer(node)) for node in nodes))


def _numbers(work: Callable[..., float | None]) -> Callable[[tuple[Node, ...], Answer], Quantity]:
    def applied(nodes: tuple[Node, ...], answer: Answer) -> Quantity:
        given = [number_of(answer(node)) for node in nodes]
        if any(number is None for number in given):
            return None
        try:
            return work(*given)
        except (OverflowError, ValueError):
            return None

    return applied


def _choose(nodes: tuple[Node, ...], answer: Answer) -> Quantity:
    subject = answer(nodes[0])
    for place in range(1, len(nodes) - 1, 2):
        if equal(subject, answer(nodes[place])):
            return answer(nodes[place + 1])
    return answer(nodes[-1])


def _or_else(nodes: tuple[Node, ...], answer: Answer) -> Quantity:
    first = answer(nodes[0])
    return answer(nodes[1]) if is_blank(first) else first


def _cut(nodes: tuple[Node, ...], answer: Answer) -> tuple[str, int]:
    count = number_of(answer(nodes[1]))
    return text_of(answer(nodes[0])), max(0, int(count or 0))


def _left(nodes: tuple[Node, ...], answer: Answer) -> str:
    text, count = _cut(nodes, answer)
    return text[:count]


def _right(nodes: tuple[Node, ...], answer: Answer) -> str:
    text, count = _cut(nodes, answer)
    return text[max(0, len(text) - count) :]


def _includes(nodes: tuple[Node, ...], answer: Answer) -> bool:
    entries = {part.strip().casefold() for part in text_of(answer(nodes[0])).split(";")}
    wanted = text_of(answer(nodes[1])).strip().casefold()
    return bool(wanted) and wanted in entries


def _date(year: float, month: float, day: float) -> Quantity:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def _part(part: str) -> Callable[[tuple[Node, ...], Answer], Quantity]:
    def applied(nodes: tuple[Node, ...], answer: Answer) -> Quantity:
        day = day_of(answer(nodes[0]))
        return None if day is None else int(getattr(day, part))

    return applied


def _rounded(number: float, digits: float) -> float:
    scale = 10 ** max(-15, min(15, int(digits)))
    moved = abs(number) * scale
    return float((1 if number >= 0 else -1) * int(moved + 0.5) / scale)


def _never(nodes: tuple[Node, ...], answer: Answer) -> Quantity:
    """NOW and TODAY are answered from the instant of the evaluation, before any function."""
    return None


FUNCTIONS: Mapping[str, Function] = {
    "AND": Function(1, _MANY, lambda n, a: all(is_true(a(one)) for one in n)),
    "OR": Function(1, _MANY, lambda n, a: any(is_true(a(one)) for one in n)),
    "NOT": Function(1, 1, lambda n, a: not is_true(a(n[0]))),
    "IF": Function(3, 3, lambda n, a: a(n[1]) if is_true(a(n[0])) else a(n[2])),
    "CASE": Function(4, _MANY, _choose),
    "ISPICKVAL": Function(2, 2, lambda n, a: equal(a(n[0]), a(n[1]))),
    "ISBLANK": Function(1, 1, lambda n, a: is_blank(a(n[0]))),
    "ISNULL": Function(1, 1, lambda n, a: is_blank(a(n[0]))),
    "BLANKVALUE": Function(2, 2, _or_else),
    "TEXT": Function(1, 1, lambda n, a: text_of(a(n[0]))),
    "VALUE": Function(1, 1, lambda n, a: number_of(a(n[0]))),
    "CONTAINS": Function(2, 2, _texts(lambda text, part: part.casefold() in text.casefold())),
    "BEGINS": Function(
        2, 2, _texts(lambda text, part: text.casefold().startswith(part.casefold()))
    ),
    "LEN": Function(1, 1, _texts(len)),
    "LEFT": Function(2, 2, _left),
    "RIGHT": Function(2, 2, _right),
    "LOWER": Function(1, 1, _texts(str.lower)),
    "UPPER": Function(1, 1, _texts(str.upper)),
    "TRIM": Function(1, 1, _texts(str.strip)),
    "INCLUDES": Function(2, 2, _includes),
    "DATE": Function(3, 3, _numbers(_date)),  # type: ignore[arg-type]  # a day is no number
    "DATEVALUE": Function(1, 1, lambda n, a: day_of(a(n[0]))),
    "YEAR": Function(1, 1, _part("year")),
    "MONTH": Function(1, 1, _part("month")),
    "DAY": Function(1, 1, _part("day")),
    "MIN": Function(1, _MANY, _numbers(min)),
    "MAX": Function(1, _MANY, _numbers(max)),
    "ROUND": Function(2, 2, _numbers(_rounded)),
    "MOD": Function(2, 2, _numbers(lambda a, b: None if b == 0 else a - b * (a // b))),
    "ABS": Function(1, 1, _numbers(abs)),
    "NOW": Function(0, 0, _never),
    "TODAY": Function(0, 0, _never),
}
