"""What a process may name, and how a name that nothing has is told (P5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shared.domain.call_target import CallTarget
from shared.domain.field_declaration import DeclaredField
from shared.domain.formula import Formula
from shared.domain.formula.check import check_formula
from shared.domain.formula.nearest import did_you_mean
from shared.domain.formula.signatures import Kind
from shared.domain.known_fields import KnownFields
from shared.errors import Fault

_OF_THE_ENGINE = frozenset({"created_at", "record_type"})


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything that a process may name; `fields` None leaves fields and merge fields unchecked.

    A target that has faults of its own is None. `types` None: milestones may be of any type.
    """

    calendars: frozenset[str] = field(default_factory=frozenset)
    templates: frozenset[str] = field(default_factory=frozenset)
    targets: Mapping[str, CallTarget | None] = field(default_factory=dict)
    queues: frozenset[str] = field(default_factory=frozenset)
    users: frozenset[str] = field(default_factory=frozenset)
    absent: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    types: frozenset[str] | None = None
    fields: frozenset[str] | None = None
    declared: Mapping[str, DeclaredField] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()

    @property
    def readable(self) -> KnownFields | None:
        """Fields that conditions and formulas may read."""
        if self.fields is None:
            return None
        return KnownFields(self.fields | _OF_THE_ENGINE, self.declared, self.unjudged)


def check_name(name: str | None, among: frozenset[str], path: str, what: str) -> Iterator[Fault]:
    """Find a name that no document has; None names nothing."""
    if name is not None and name not in among:
        yield Fault(path, f"there is no {what} '{name}'", "unknown")


def check_field(name: str, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find a field that is not declared."""
    wrong = known.readable.unknown(name) if known.readable else None
    if wrong is not None:
        yield Fault(path, wrong, "unknown")


def check_type(name: str, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find a milestone type that is not listed, once there is a list."""
    if known.types is not None and name not in known.types:
        near = did_you_mean(name, known.types)
        yield Fault(path, f"there is no milestone type '{name}'{near}", "unknown")


def check_formula_text(formula: Formula, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find what a readable formula cannot mean."""
    yield from findings_of(formula, path, known)[1]


def findings_of(formula: Formula, path: str, known: KnownNames) -> tuple[Kind, list[Fault]]:
    """What the formula gives, and what is wrong with it."""
    gives, findings = check_formula(formula, known.readable)
    codes = ("formula", "picklist_value")
    return gives, [Fault(path, one.sentence, codes[one.is_warning]) for one in findings]
