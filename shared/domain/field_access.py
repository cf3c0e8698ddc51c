"""Who may see and set which fields: rules beside their declarations, judged on the server (S1)."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from shared.domain.field_name import canonical_field
from shared.domain.process_words import not_empty
from shared.domain.value import Frozen
from shared.errors import Fault
from shared.names import OUTSIDERS

Role: TypeAlias = Literal["readers", "agents", "supervisors", "managers", "customers", "partners"]

ALWAYS_SHOWN = frozenset({"subject", "description", "status", "priority", "owner", "queue"})
"""A record cannot be worked without these; everything else can be hidden."""

RELATED = ("account.", "contact.", "asset.", "entitlement.")


class FieldRule(Frozen):
    """What some roles may not do with some fields; what no rule says is allowed."""

    fields: Annotated[
        tuple[Annotated[str, AfterValidator(canonical_field)], ...],
        BeforeValidator(not_empty),
        Field(description="Fields of the record, or related ones such as account.tier."),
    ]
    hidden_from: tuple[Role, ...] = ()
    read_only_for: tuple[Role, ...] = ()


class FieldAccess(Frozen):
    """All rules of a record type; of somebody's several roles the one that may most counts.

    `public` are the fields that outsiders may see and set at all; no rule opens them another one.
    """

    rules: tuple[FieldRule, ...] = ()
    public: frozenset[str] = frozenset()

    def hidden_from(self, roles: Iterable[str]) -> frozenset[str]:
        """Names that nobody with just these roles sees or sets; nothing where there are no roles."""
        return self._denied(roles, ("hidden_from",))

    def hidden_among(self, names: Iterable[str], roles: Iterable[str]) -> frozenset[str]:
        """Those of the names that these roles do not see."""
        mine, asked = tuple(roles), frozenset(names)
        hidden = asked & self.hidden_from(mine)
        outside = bool(mine) and OUTSIDERS.issuperset(mine)
        return hidden | (asked - self.public) if outside else hidden

    def closed_to(self, roles: Iterable[str]) -> frozenset[str]:
        """Names that they do not set, the hidden ones among them."""
        return self._denied(roles, ("hidden_from", "read_only_for"))

    def _denied(self, roles: Iterable[str], how: tuple[str, ...]) -> frozenset[str]:
        of_each = [
            frozenset(
                name
                for rule in self.rules
                if any(role in getattr(rule, key) for key in how)
                for name in rule.fields
            )
            for role in roles
        ]
        return frozenset.intersection(*of_each) if of_each else frozenset()


def check_setting(names: Iterable[str], access: FieldAccess, roles: Iterable[str]) -> list[Fault]:
    """A fault for every name that these roles may not set; a hidden one is told as unknown."""
    mine, names = tuple(roles), tuple(names)
    hidden = access.hidden_among(names, mine)
    closed = access.closed_to(mine) | hidden
    return [
        Fault(_pointer(name), f"There is no field '{name}'.", "unknown_field")
        if name in hidden
        else Fault(_pointer(name), f"You may not set '{name}'.", "not_permitted")
        for name in names
        if name in closed
    ]


def check_rules(rules: Iterable[FieldRule], known: Iterable[str]) -> Iterator[Fault]:
    """Faults of rules over the fields of one record type; related fields bring their own names."""
    names = frozenset(known)
    for place, rule in enumerate(rules):
        for position, name in enumerate(rule.fields):
            at = f"access[{place}].fields[{position}]"
            if name not in names and not name.startswith(RELATED):
                yield Fault(at, f"there is no field '{name}'", "unknown")
            elif name in ALWAYS_SHOWN and not OUTSIDERS.issuperset(rule.hidden_from):
                words = f"'{name}' cannot be hidden: nobody can work a record without it"
                yield Fault(at, words, "always_shown")
        if not rule.hidden_from and not rule.read_only_for:
            yield Fault(f"access[{place}]", "says nothing: name some roles", "missing")


def _pointer(name: str) -> str:
    return f"/{name}" if name in ALWAYS_SHOWN else f"/fields/{name}"
