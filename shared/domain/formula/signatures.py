"""What every function and sign takes and gives: the one table that reading and checking share (K2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "number", "truth", "day", "moment", "time", "same", "any"]
"""`time` is a day or a moment; `same` is what the other arguments of that kind are."""

MANY = 1_000


@dataclass(frozen=True, slots=True)
class Signature:
    """The kinds of the arguments, the last one repeated up to `most`; what comes out."""

    takes: tuple[Kind, ...]
    gives: Kind
    least: int
    most: int

    def kind_of(self, place: int) -> Kind:
        """What the argument at `place` (from 0) must be."""
        return self.takes[min(place, len(self.takes) - 1)] if self.takes else "any"


def _exactly(gives: Kind, *takes: Kind) -> Signature:
    return Signature(takes, gives, len(takes), len(takes))


def _many(gives: Kind, takes: Kind, least: int = 1) -> Signature:
    return Signature((takes,), gives, least, MANY)


FUNCTIONS: Mapping[str, Signature] = {
    "AND": _many("truth", "truth"),
    "OR": _many("truth", "truth"),
    "NOT": _exactly("truth", "truth"),
    "IF": _exactly("same", "truth", "same", "same"),
    "CASE": _many("same", "any", least=4),
    "ISPICKVAL": _exactly("truth", "text", "text"),
    "ISBLANK": _exactly("truth", "any"),
    "ISNULL": _exactly("truth", "any"),
    "BLANKVALUE": _exactly("same", "same", "same"),
    "TEXT": _exactly("text", "any"),
    "VALUE": _exactly("number", "text"),
    "CONTAINS": _exactly("truth", "text", "text"),
    "BEGINS": _exactly("truth", "text", "text"),
    "LEN": _exactly("number", "text"),
    "LEFT": _exactly("text", "text", "number"),
    "RIGHT": _exactly("text", "text", "number"),
    "LOWER": _exactly("text", "text"),
    "UPPER": _exactly("text", "text"),
    "TRIM": _exactly("text", "text"),
    "INCLUDES": _exactly("truth", "text", "text"),
    "DATE": _exactly("day", "number", "number", "number"),
    "DATEVALUE": _exactly("day", "any"),
    "YEAR": _exactly("number", "time"),
    "MONTH": _exactly("number", "time"),
    "DAY": _exactly("number", "time"),
    "MIN": _many("number", "number"),
    "MAX": _many("number", "number"),
    "ROUND": _exactly("number", "number", "number"),
    "MOD": _exactly("number", "number", "number"),
    "ABS": _exactly("number", "number"),
    "NOW": _exactly("moment"),
    "TODAY": _exactly("day"),
}

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")

SIGNS: Mapping[str, Signature] = {
    **dict.fromkeys(COMPARISONS, _exactly("truth", "any", "any")),
    "&": _many("text", "any", least=2),
    "+": _many("any", "any", least=2),
    "-": _many("any", "any"),
    "*": _many("number", "number", least=2),
    "/": _many("number", "number", least=2),
}

CALLS: Mapping[str, Signature] = {**FUNCTIONS, **SIGNS}


def fault_of_call(name: str, count: int) -> str | None:
    """Why a call cannot be: no such function, or another number of arguments."""
    signature = CALLS.get(name)
    if signature is None:
        return f"there is no function {name}"
    if not signature.least <= count <= signature.most:
        return f"{name} takes {_wanted(signature)}, not {count}"
    if name == "CASE" and count % 2:
        return "CASE takes pairs of a value and a result, and a result for all else"
    return None


def _wanted(signature: Signature) -> str:
    if signature.most == 0:
        return "no arguments"
    few = "at least " if signature.most == MANY else ""
    return f"{few}{signature.least} argument{'' if signature.least == 1 else 's'}"
