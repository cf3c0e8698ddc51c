"""The fields that criteria and formulas may look at, with what is declared of them (K6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.domain.field_declaration import DeclaredField
from shared.domain.formula.nearest import did_you_mean
from shared.domain.formula.signatures import Kind

_KINDS: Mapping[str, Kind] = {
    "number": "number",
    "checkbox": "truth",
    "date": "day",
    "datetime": "moment",
}


@dataclass(frozen=True, slots=True)
class KnownFields:
    """Every name; `declared` says more of those that are no related ones.

    Of names that begin with one of `unjudged` nobody knows here whether they exist.
    """

    names: frozenset[str]
    declared: Mapping[str, DeclaredField] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()

    def unknown(self, name: str) -> str | None:
        """What is wrong with a name; None for one that is known."""
        if name in self.names or name.startswith(self.unjudged):
            return None
        return f"unknown field '{name}'{did_you_mean(name, self.names)}"

    def kind(self, name: str) -> Kind:
        """What a field holds; of a related one nobody knows."""
        found = self.declared.get(name)
        return "any" if found is None else _KINDS.get(found.type, "text")

    def stranger(self, name: str, value: str) -> str | None:
        """What is wrong with a value that the picklist `name` does not have; None if nothing is."""
        found = self.declared.get(name)
        if found is None or not found.values or not value.strip() or found.spelled(value):
            return None
        near = did_you_mean(value, [one.value for one in found.values])
        return f"'{value}' is none of the values of '{name}'{near}"


def either(several: Iterable[KnownFields]) -> KnownFields:
    """What any of them knows; of a name that two declare the first counts."""
    known = list(several)
    declared = {name: one for fields in reversed(known) for name, one in fields.declared.items()}
    return KnownFields(frozenset[str]().union(*(fields.names for fields in known)), declared)
