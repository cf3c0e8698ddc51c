"""What a process may name, and how a name that nothing has is told (P5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shared.domain.call_target import CallTarget
from shared.domain.formula import check_formula, parse_formula
from shared.errors import Fault

_OF_THE_ENGINE = frozenset({"created_at"})


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything that a process may name; `fields` None leaves fields and merge fields unchecked.

    A target that has faults of its own is None.
    """

    calendars: frozenset[str] = field(default_factory=frozenset)
    templates: frozenset[str] = field(default_factory=frozenset)
    targets: Mapping[str, CallTarget | None] = field(default_factory=dict)
    queues: frozenset[str] = field(default_factory=frozenset)
    users: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    fields: frozenset[str] | None = None

    @property
    def readable(self) -> frozenset[str] | None:
        """Fields that conditions and formulas may read."""
        return None if self.fields is None else self.fields | _OF_THE_ENGINE


def check_name(name: str | None, among: frozenset[str], path: str, what: str) -> Iterator[Fault]:
    """Find a name that no document has; None names nothing."""
    if name is not None and name not in among:
        yield Fault(path, f"there is no {what} '{name}'", "unknown")


def check_field(name: str, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find a field that is not declared."""
    if known.readable is not None and name not in known.readable:
        yield Fault(path, f"unknown field '{name}'", "unknown")


def check_formula_text(text: str, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find what a readable formula cannot mean."""
    for sentence in check_formula(parse_formula(text), known.readable):
        yield Fault(path, sentence, "formula")
