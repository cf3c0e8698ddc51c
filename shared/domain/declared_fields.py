"""The declared fields of a record type: what may be set, and which statuses mean what (K6)."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from shared.domain.built_in_fields import (
    ALWAYS_PUBLIC,
    BUILT_IN,
    EXEMPTING,
    KEPT_BY_THE_SYSTEM,
)
from shared.domain.case_file import RecordType
from shared.domain.field_access import ALWAYS_SHOWN, FieldAccess, FieldRule, check_rules
from shared.domain.field_declaration import CHOICES, DeclaredField
from shared.domain.field_values import check_value, settle_value
from shared.domain.reading import read_document
from shared.domain.value import Fields, Frozen, Value
from shared.errors import Fault, Refused


class DeclaredFields(Frozen):
    """The fields of one record type, the built-in ones among them."""

    record_type: RecordType = "case"
    fields: tuple[DeclaredField, ...] = ()
    access: tuple[FieldRule, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, DeclaredField]:
        """Every field; a document may say anew what a built-in one is."""
        return {field.name: field for field in (*BUILT_IN, *self.fields)}

    @cached_property
    def open_to(self) -> FieldAccess:
        """Who may see and set what."""
        declared = (field.name for field in self.fields if field.public)
        return FieldAccess(rules=self.access, public=ALWAYS_PUBLIC.union(declared))


def parse_fields(body: Mapping[str, Any]) -> DeclaredFields:
    """Read a document of kind `fields`; raises Refused with every fault and its path."""
    declared = read_document(DeclaredFields, body, "fields", {"for": "record_type"})
    faults = tuple(_among_each_other(declared))
    if faults:
        raise Refused("The fields cannot be accepted.", faults=faults)
    return declared


def closed_statuses(declared: DeclaredFields) -> frozenset[str]:
    """Statuses by which a record is closed, folded in case."""
    values = declared.by_name["status"].values
    return frozenset(value.value.casefold() for value in values if value.is_closed)


def waiting_statuses(declared: DeclaredFields) -> frozenset[str]:
    """Statuses by which a record waits for somebody else, folded in case."""
    values = declared.by_name["status"].values
    return frozenset(value.value.casefold() for value in values if value.is_waiting)


def check_values(fields: Fields, declared: DeclaredFields) -> list[Fault]:
    """Everything that may not be set so: unknown fields, wrong types, values of no picklist."""
    return list(_faults(fields, declared))


def settled(fields: Fields, declared: DeclaredFields) -> dict[str, Value]:
    """The same values in their one spelling: picklists as declared, instants in UTC; checked ones."""
    known = declared.by_name
    return {
        name: settle_value(known[name], value) if name in known else value
        for name, value in fields.items()
    }


def _faults(fields: Fields, declared: DeclaredFields) -> Iterator[Fault]:
    for name, value in fields.items():
        pointer = f"/{name}" if name in ALWAYS_SHOWN else f"/fields/{name}"
        field = declared.by_name.get(name)
        if field is None:
            yield Fault(pointer, f"There is no field '{name[:80]}'.", "unknown_field")
        elif name in KEPT_BY_THE_SYSTEM:
            yield Fault(pointer, f"'{name}' is kept by the system.", "read_only")
        elif value is not None:
            try:
                check_value(field, value)
            except ValueError as wrong:
                yield Fault(pointer, str(wrong), "invalid")


def _among_each_other(declared: DeclaredFields) -> Iterator[Fault]:
    built_in = {field.name: field for field in BUILT_IN}
    seen: set[str] = set()
    for place, field in enumerate(declared.fields):
        at = f"fields[{place}]"
        if field.name in seen:
            yield Fault(f"{at}.name", f"'{field.name}' is declared twice", "duplicate")
        seen.add(field.name)
        if field.type in CHOICES and not field.values:
            yield Fault(f"{at}.values", "a picklist needs values", "missing")
        if field.name in KEPT_BY_THE_SYSTEM and field.type != built_in[field.name].type:
            yield Fault(f"{at}.type", f"'{field.name}' is kept by the system", "built_in")
        if field.name in EXEMPTING and field.type != "checkbox":
            yield Fault(f"{at}.type", f"'{field.name}' is true or false", "built_in")
        if field.name == "status" and field.type != "picklist":
            yield Fault(f"{at}.type", "the status is a picklist", "built_in")
    yield from check_rules(declared.access, declared.by_name)
