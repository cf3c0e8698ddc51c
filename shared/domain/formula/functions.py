"""What each function of a formula does with its arguments, which it evaluates itself, once (K2)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.formula.meeting import equal
from shared.domain.formula.quantities import (
    EXACT,
    LONGEST_TEXT,
    Quantity,
    bounded,
    day_of,
    is_blank,
    is_true,
    moment_at,
    number_of,
    spoken,
    text_of,
)
from shared.domain.formula.tree import Node


class Asked(Protocol):
    """The evaluation that a function belongs to."""

    @property
    def now(self) -> Instant:
        """The instant of the engine."""

    @property
    def zone(self) -> str:
        """The zone in which days are counted."""

    def of(self, node: Node) -> Quantity:
        """The value of an argument."""


Arguments: TypeAlias = tuple[Node, ...]
Work: TypeAlias = Callable[[Asked, Arguments], Quantity]

_FINEST = 15


def _choose(asked: Asked, given: Arguments) -> Quantity:
    subject = asked.of(given[0])
    for place in range(1, len(given) - 1, 2):
        if equal(subject, asked.of(given[place]), asked.zone):
            return asked.of(given[place + 1])
    return asked.of(given[-1])


def _or_else(asked: Asked, given: Arguments) -> Quantity:
    first = asked.of(given[0])
    return asked.of(given[1]) if is_blank(first) else first


def _if(asked: Asked, given: Arguments) -> Quantity:
    return asked.of(given[1] if is_true(asked.of(given[0])) else given[2])


def _same_choice(asked: Asked, given: Arguments) -> Quantity:
    return equal(asked.of(given[0]), asked.of(given[1]), asked.zone)


def _texts(work: Callable[..., Quantity]) -> Work:
    return lambda asked, given: work(*(text_of(asked.of(node)) for node in given))


def _cut(text: str) -> str:
    return text[:LONGEST_TEXT]


def _within(test: Callable[[str, str], bool]) -> Work:
    def applied(text: str, sought: str) -> bool:
        if not text or not sought:
            return text == sought
        return test(text.casefold(), sought.casefold())

    return _texts(applied)


def _includes(entries: str, sought: str) -> bool:
    among = {part.strip().casefold() for part in entries.split(";")}
    return bool(sought.strip()) and sought.strip().casefold() in among


def _end(asked: Asked, given: Arguments) -> tuple[str, int]:
    text, count = text_of(asked.of(given[0])), number_of(asked.of(given[1]))
    return text, min(len(text), max(0, int(count or 0)))


def _left(asked: Asked, given: Arguments) -> str:
    text, count = _end(asked, given)
    return text[:count]


def _right(asked: Asked, given: Arguments) -> str:
    text, count = _end(asked, given)
    return text[len(text) - count :]


def _numbers(work: Callable[..., Quantity]) -> Work:
    """Blank if any argument is no number."""

    def applied(asked: Asked, given: Arguments) -> Quantity:
        found = [number_of(asked.of(node)) for node in given]
        return None if any(number is None for number in found) else work(*found)

    return applied


def _date(year: Decimal, month: Decimal, day: Decimal) -> Quantity:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def _rounded(number: Decimal, digits: Decimal) -> Quantity:
    places = max(-_FINEST, min(_FINEST, int(digits)))
    return bounded(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT))


def _remainder(number: Decimal, divisor: Decimal) -> Quantity:
    return bounded(EXACT.remainder(number, divisor))


def _part(part: str) -> Work:
    def applied(asked: Asked, given: Arguments) -> Quantity:
        day = day_of(asked.of(given[0]), asked.zone)
        return None if day is None else Decimal(getattr(day, part))

    return applied


def _now(asked: Asked, given: Arguments) -> Quantity:
    return moment_at(asked.now)


def _today(asked: Asked, given: Arguments) -> Quantity:
    return day_of(_now(asked, given), asked.zone)


WORK: Mapping[str, Work] = {
    "AND": lambda asked, given: all(is_true(asked.of(one)) for one in given),
    "OR": lambda asked, given: any(is_true(asked.of(one)) for one in given),
    "NOT": lambda asked, given: not is_true(asked.of(given[0])),
    "IF": _if,
    "CASE": _choose,
    "ISPICKVAL": _same_choice,
    "ISBLANK": lambda asked, given: is_blank(asked.of(given[0])),
    "ISNULL": lambda asked, given: is_blank(asked.of(given[0])),
    "BLANKVALUE": _or_else,
    "TEXT": lambda asked, given: spoken(asked.of(given[0])),
    "VALUE": lambda asked, given: number_of(asked.of(given[0])),
    "CONTAINS": _within(lambda text, sought: sought in text),
    "BEGINS": _within(lambda text, sought: text.startswith(sought)),
    "LEN": _texts(lambda text: Decimal(len(text))),
    "LEFT": _left,
    "RIGHT": _right,
    "LOWER": _texts(lambda text: _cut(text.lower())),
    "UPPER": _texts(lambda text: _cut(text.upper())),
    "TRIM": _texts(lambda text: text.strip()),
    "INCLUDES": _texts(_includes),
    "DATE": _numbers(_date),
    "DATEVALUE": lambda asked, given: day_of(asked.of(given[0]), asked.zone),
    "YEAR": _part("year"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
    "MIN": _numbers(lambda *found: min(found)),
    "MAX": _numbers(lambda *found: max(found)),
    "ROUND": _numbers(_rounded),
    "MOD": _numbers(_remainder),
    "ABS": _numbers(Decimal.copy_abs),
    "NOW": _now,
    "TODAY": _today,
}
"""Every function by its name; signs are the evaluation's own."""
