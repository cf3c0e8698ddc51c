"""What publishing says of conditions: fields, operators, values, formulas, the clock (P5, K1, K5)."""

from collections.abc import Iterator

from shared.domain.comparison import compare
from shared.domain.criteria import Condition, Criterion
from shared.domain.field_declaration import DeclaredField
from shared.domain.field_values import Misfit, value_from_text
from shared.domain.formula import Formula
from shared.domain.formula.check import SAID, check_formula
from shared.domain.formula.signatures import Kind
from shared.domain.formula.tree import reads_the_clock
from shared.domain.known_fields import KnownFields
from shared.errors import Fault

WARNINGS = frozenset({"picklist_value", "reads_the_clock", "absent"})
"""Codes of what is allowed, but seldom meant."""

_BY_VALUE = frozenset({"equals", "not_equal", "in", "not_in"})
_BY_SIZE = frozenset({"less_than", "greater_than", "less_or_equal", "greater_or_equal"})
_OF_LISTS = frozenset({"includes", "excludes"})
_MEASURED = frozenset({"number", "checkbox", "date", "datetime"})
_CHOICES = frozenset({"picklist", "multi_picklist"})
_CLOCK = "it reads the clock: it is judged at changes and when a timer fires, not by itself (K5)"


def check_condition(condition: Condition, pointer: str, known: KnownFields | None) -> list[Fault]:
    """Faults and warnings, each with its path; `None` leaves fields unchecked."""
    return list(_found(condition, pointer, known))


def check_gives(
    formula: Formula, pointer: str, known: KnownFields | None, wanted: Kind, what: str
) -> Iterator[Fault]:
    """What is wrong with a formula that must give `wanted`; `what` begins the sentence."""
    gives, findings = check_formula(formula, known)
    for finding in findings:
        yield Fault(
            pointer, finding.sentence, "picklist_value" if finding.is_warning else "formula"
        )
    if gives not in ("any", wanted):
        words = f"{what} is {SAID[wanted]}, but the formula gives {SAID[gives]}"
        yield Fault(pointer, words, "formula")


def _found(condition: Condition, pointer: str, known: KnownFields | None) -> Iterator[Fault]:
    formula = condition.formula
    if formula is not None:
        at = f"{pointer}.formula"
        yield from check_gives(formula, at, known, "truth", "a condition")
        if reads_the_clock(formula.tree):
            yield Fault(at, _CLOCK, "reads_the_clock")
    for place, item in enumerate(condition.items):
        yield from _of_item(item, f"{pointer}.items[{place}]", known)


def _of_item(item: Criterion, at: str, known: KnownFields | None) -> Iterator[Fault]:
    if known is not None:
        unknown = known.unknown(item.field)
        if unknown is not None:
            yield Fault(f"{at}.field", unknown, "unknown")
    try:
        compare("", item.operator, item.value, 0)
    except ValueError as fault:
        yield Fault(f"{at}.value", str(fault))
        return
    if item.operator == "within":
        yield Fault(at, _CLOCK, "reads_the_clock")
    yield from _against_declaration(item, at, known)


def _against_declaration(item: Criterion, at: str, known: KnownFields | None) -> Iterator[Fault]:
    declared = known.declared.get(item.field) if known else None
    if known is None or declared is None or item.value in (None, ""):
        return
    if item.operator == "within" and declared.type != "datetime":
        yield Fault(f"{at}.operator", f"'{item.field}' is no date-time")
    if item.operator in _OF_LISTS and declared.type in _MEASURED:
        yield Fault(f"{at}.operator", f"'{item.field}' is no list of values")
    elif item.operator in _BY_VALUE | _BY_SIZE | _OF_LISTS:
        for part in _parts(item):
            yield from _of_part(item, part, f"{at}.value", declared, known)


def _of_part(
    item: Criterion, part: str, at: str, declared: DeclaredField, known: KnownFields
) -> Iterator[Fault]:
    if declared.type in _MEASURED:
        try:
            value_from_text(declared, part)
        except Misfit:
            words = f"'{item.field}' is a {declared.type}, and '{part}' is none"
            yield Fault(at, words, "type")
    elif declared.type in _CHOICES and item.operator not in _BY_SIZE:
        stranger = known.stranger(item.field, part)
        if stranger is not None:
            yield Fault(at, stranger, "picklist_value")


def _parts(item: Criterion) -> list[str]:
    value = item.value
    if isinstance(value, bool):
        return ["true" if value else "false"]
    text = str(value)
    if item.operator in _BY_SIZE:
        return [text.strip()]
    separated = text.replace(";", ",") if item.operator in _OF_LISTS else text
    return [part for one in separated.split(",") if (part := one.strip())]
