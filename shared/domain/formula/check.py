"""What publishing says of a formula that could be read: fields, kinds, values of picklists (P5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.formula.formula import Formula
from shared.domain.formula.place import place_in
from shared.domain.formula.signatures import CALLS, COMPARISONS, Kind
from shared.domain.formula.tree import Node
from shared.domain.known_fields import KnownFields

SAID: dict[Kind, str] = {
    "text": "a text",
    "number": "a number",
    "truth": "true or false",
    "day": "a date",
    "moment": "a date-time",
    "time": "a date",
}
_TIMES = ("day", "moment", "time")
_NOTHING = KnownFields(frozenset())


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence with its place; a warning is allowed, but seldom meant."""

    sentence: str
    is_warning: bool = False


def check_formula(formula: Formula, known: KnownFields | None) -> tuple[Kind, list[Finding]]:
    """What the formula gives, and everything that is wrong with it; None leaves fields unchecked."""
    check = _Check(formula.text, known)
    return check.kind(formula.tree), check.findings


class _Check:
    def __init__(self, text: str, known: KnownFields | None) -> None:
        self._text = text
        self._known = known
        self.findings: list[Finding] = []

    def kind(self, node: Node) -> Kind:
        if node.kind == "value":
            return _kind_of_literal(node)
        if node.kind == "field":
            return self._of_field(node)
        kinds = [self.kind(part) for part in node.parts]
        name = node.name
        if name in COMPARISONS:
            self._compared(node, node.parts[0], kinds[0], node.parts[1], kinds[1])
        elif name in ("+", "-"):
            return self._sum(node, kinds)
        elif name == "CASE":
            return self._case(node, kinds)
        else:
            self._arguments(node, kinds)
        if name in ("ISPICKVAL", "INCLUDES"):
            self._picklist(node)
        gives = CALLS[name].gives
        return self._alike(node, kinds) if gives == "same" else gives

    def _say(self, sentence: str, at: int, more: str = "", *, warning: bool = False) -> None:
        place = place_in(self._text, at)
        self.findings.append(Finding(f"{sentence}, at {place}{more}", warning))

    def _of_field(self, node: Node) -> Kind:
        if self._known is None:
            return "any"
        wrong = self._known.unknown(node.name)
        if wrong is not None:
            sentence, _, meant = wrong.partition(";")
            self._say(sentence, node.at, f";{meant}" if meant else "")
        return self._known.kind(node.name)

    def _arguments(self, node: Node, kinds: Sequence[Kind]) -> None:
        signature = CALLS[node.name]
        for place, (part, found) in enumerate(zip(node.parts, kinds, strict=True)):
            wanted = signature.kind_of(place)
            if wanted in ("any", "same") or _fits(found, wanted):
                continue
            self._say(
                f"{_called(node)} takes {SAID[wanted]}, but {_shown(part)} is {SAID[found]}",
                part.at,
            )

    def _compared(self, node: Node, left: Node, a: Kind, right: Node, b: Kind) -> None:
        if not _comparable(a, b):
            text = next((one for one, kind in ((left, a), (right, b)) if kind == "text"), None)
            bare = text is not None and "number" in (a, b) and _reads_as_number(text)
            hint = f"; write {text.what} without quotes" if bare and text is not None else ""
            words = f"{_shown(left)} is {SAID[a]} and is compared with {_shown(right)}, {SAID[b]}"
            self._say(words, left.at, hint)
        if node.name in ("=", "<>"):
            self._value_of(left, right)
            self._value_of(right, left)

    def _sum(self, node: Node, kinds: Sequence[Kind]) -> Kind:
        total = kinds[0]
        for part, kind in zip(node.parts, kinds, strict=True):
            if kind in ("text", "truth"):
                hint = "; join texts with &" if kind == "text" else ""
                self._say(
                    f"'{node.name}' takes numbers, but {_shown(part)} is {SAID[kind]}",
                    part.at,
                    hint,
                )
                return "any"
        for kind in kinds[1:]:
            found = _added(node.name, total, kind)
            if found is None:
                words = f"{SAID[total]} {node.name} {SAID[kind]} has no meaning"
                self._say(words, node.at)
                return "any"
            total = found
        return total

    def _case(self, node: Node, kinds: Sequence[Kind]) -> Kind:
        subject = node.parts[0]
        last = len(node.parts) - 1
        for place in range(1, last, 2):
            value = node.parts[place]
            if not _comparable(kinds[0], kinds[place]):
                words = f"CASE compares {_shown(subject)}, {SAID[kinds[0]]}, with {_shown(value)}"
                self._say(f"{words}, {SAID[kinds[place]]}", value.at)
            self._value_of(subject, value)
        results = [*range(2, last, 2), last]
        return self._same(node, [node.parts[r] for r in results], [kinds[r] for r in results])

    def _alike(self, node: Node, kinds: Sequence[Kind]) -> Kind:
        first = 1 if node.name == "IF" else 0
        return self._same(node, node.parts[first:], kinds[first:])

    def _same(self, node: Node, parts: Sequence[Node], kinds: Sequence[Kind]) -> Kind:
        known: Kind = "any"
        for part, kind in zip(parts, kinds, strict=True):
            if kind == "any":
                continue
            if known not in ("any", kind):
                words = f"{node.name} gives {SAID[known]} here and {SAID[kind]} there"
                self._say(words, part.at)
                return "any"
            known = kind
        return known

    def _picklist(self, node: Node) -> None:
        field, value = node.parts
        known = self._known or _NOTHING
        declared = known.declared.get(field.name) if field.kind == "field" else None
        wanted = "multi_picklist" if node.name == "INCLUDES" else "picklist"
        if field.kind != "field":
            self._say(f"{node.name} takes a field, not {_shown(field)}", field.at)
        elif declared is not None and declared.type != wanted:
            kind = wanted.replace("_", "-")
            words = f"{node.name} is meant for a {kind}, but '{field.name}' is declared as"
            self._say(f"{words} {declared.type}", field.at, warning=True)
        self._value_of(field, value)

    def _value_of(self, field: Node, value: Node) -> None:
        if field.kind != "field" or not isinstance(value.what, str) or value.kind != "value":
            return
        wrong = (self._known or _NOTHING).stranger(field.name, value.what)
        if wrong is not None:
            sentence, _, meant = wrong.partition(";")
            self._say(sentence, value.at, f";{meant}" if meant else "", warning=True)


def _kind_of_literal(node: Node) -> Kind:
    if isinstance(node.what, bool):
        return "truth"
    if isinstance(node.what, int | float):
        return "number"
    return "text" if node.what else "any"


def _fits(found: Kind, wanted: Kind) -> bool:
    return found in ("any", wanted) or (wanted == "time" and found in _TIMES)


def _comparable(a: Kind, b: Kind) -> bool:
    return "any" in (a, b) or a == b or (a in _TIMES and b in _TIMES)


def _added(sign: str, a: Kind, b: Kind) -> Kind | None:
    if "any" in (a, b):
        return "any"
    if b == "number":
        return a
    if sign == "+":
        return b if a == "number" else None
    return "number" if a in _TIMES and b in _TIMES else None


def _reads_as_number(node: Node) -> bool:
    return node.kind == "value" and str(node.what).strip().replace(".", "", 1).isdigit()


def _called(node: Node) -> str:
    return f"'{node.name}'" if not node.name.isalpha() else node.name


def _shown(node: Node) -> str:
    if node.kind == "call":
        return f"{node.name}(…)" if node.name.isalpha() else f"what '{node.name}' gives"
    return f"'{node.what}'"
