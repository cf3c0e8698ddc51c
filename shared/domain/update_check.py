"""What publishing refuses in the field updates of actions: field, kind and value (P5, K6)."""

from collections.abc import Iterator

from shared.domain.action_kinds import FormulaValue
from shared.domain.built_in_fields import KEPT_BY_THE_SYSTEM
from shared.domain.field_declaration import DeclaredField
from shared.domain.field_values import Misfit, check_value
from shared.domain.formula import Formula
from shared.domain.formula.check import SAID
from shared.domain.known_names import KnownNames, check_field, check_name, findings_of
from shared.domain.value import Value
from shared.errors import Fault


def check_update(
    name: str, value: Value | FormulaValue, path: str, known: KnownNames
) -> Iterator[Fault]:
    """Find a field that an action cannot write, and a value that the field cannot hold."""
    yield from check_field(name, path, known)
    if "." in name or name in KEPT_BY_THE_SYSTEM:
        whose = "belongs to another record" if "." in name else "is kept by the system"
        yield Fault(path, f"'{name}' {whose}", "read_only")
    declared = known.declared.get(name)
    if isinstance(value, FormulaValue):
        yield from _formula(value.formula, f"{path}.formula", declared, known)
    elif declared is not None:
        yield from _literal(declared, value, path, known)


def _formula(
    formula: Formula, path: str, declared: DeclaredField | None, known: KnownNames
) -> Iterator[Fault]:
    gives, faults = findings_of(formula, path, known)
    yield from faults
    wanted = known.readable.kind(declared.name) if known.readable and declared else "any"
    if declared is not None and "any" not in (gives, wanted) and gives != wanted:
        hint = ": use TEXT(…)" if wanted == "text" else ""
        words = f"'{declared.name}' is {SAID[wanted]}, but the formula gives {SAID[gives]}{hint}"
        yield Fault(path, words, "formula")


def _literal(
    declared: DeclaredField, value: Value, path: str, known: KnownNames
) -> Iterator[Fault]:
    try:
        check_value(declared, value)
    except Misfit as misfit:
        yield Fault(path, str(misfit), "type")
    among = {"queue": known.queues, "owner": known.users}.get(declared.name)
    if among is not None and isinstance(value, str) and value:
        yield from check_name(value, among, path, "queue" if declared.name == "queue" else "user")
