"""The organisation in which a scenario can happen: its calendars, process and fields, published."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.field_name import canonical_field
from shared.domain.formula import fields_in, parse_formula
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument

ACCOUNT, ENTITLEMENT = "customer", "promise"
CONTACT, ASSET = "caller", "machine"
CLOSED_BY_EVENT = "Finished"
"""A closed status in which no scenario leaves its process, for those that only say `closed`."""

_BUILT_IN = frozenset({"subject", "description", "owner", "queue", "origin", "type", "reason"})
_PRIORITIES = ("Low", "Medium", "High", "Critical")
_TOP = ("New", "Open", "Closed", CLOSED_BY_EVENT)

Scenario = Mapping[str, Any]


def organisation_of(scenario: Scenario) -> Organisation:
    """Everything that the scenario names, as documents of a folder."""
    place = "scenario.yaml"
    return organise([SourceDocument(place, document) for document in documents_of(scenario)])


def documents_of(scenario: Scenario) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "settings",
        "name": "Scenario",
        "zone": "UTC",
        "default_queue": "Desk",
        "statuses": {"new": "New", "closed": CLOSED_BY_EVENT, "reopened": "Open"},
        "phone_origins": [],
    }
    yield {"kind": "queue", "name": "Desk", "address": "desk@scenario.example"}
    for user in ("alex", "bob"):
        yield {"kind": "user", "name": user, "email": f"{user}@scenario.example"}
    for name, hours in scenario["calendars"].items():
        yield {"kind": "calendar", "name": name, **hours}
    for record_type in ("case", "work_order"):
        yield {"kind": "fields", "for": record_type, "fields": list(_fields(scenario))}
    yield from scenario.get("documents", ())
    yield {"kind": "process", **scenario["process"]}
    yield from _customer(scenario["record"]["fields"])
    yield {
        "kind": "entitlement",
        "external_id": ENTITLEMENT,
        "account": ACCOUNT,
        "name": "The promise",
        "process": scenario["process"]["name"],
    }


def _customer(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    account = {"tier": fields["account.tier"]} if "account.tier" in fields else {}
    yield {"kind": "account", "external_id": ACCOUNT, "name": "Customer", **account}
    own = {"tier": fields["contact.tier"]} if "contact.tier" in fields else {}
    yield {
        "kind": "contact",
        "external_id": CONTACT,
        "account": ACCOUNT,
        "name": "Caller",
        "fields": own,
    }
    if "asset.serial_number" in fields:
        yield {
            "kind": "asset",
            "external_id": ASSET,
            "account": ACCOUNT,
            "product": "Pump",
            "serial_number": fields["asset.serial_number"],
        }


def _fields(scenario: Scenario) -> Iterator[dict[str, Any]]:
    found = _values(scenario)
    statuses = _distinct([*_TOP, *found.pop("status", [])])
    closed = ("Closed", CLOSED_BY_EVENT)
    values = [{"value": text, "is_closed": text in closed} for text in statuses]
    yield {"name": "status", "type": "picklist", "values": values}
    priorities = _distinct([str(p) for p in found.pop("priority", []) if p is not None])
    yield {
        "name": "priority",
        "type": "picklist",
        "values": [{"value": text} for text in _distinct([*_PRIORITIES, *priorities])],
    }
    for name, given in sorted(found.items()):
        if "." not in name and name not in _BUILT_IN | {"created_at"}:
            yield {"name": name, "type": _type(name, given)}


def _type(name: str, given: list[Any]) -> str:
    if name.endswith("_at"):
        return "datetime"
    if any(isinstance(value, bool) for value in given):
        return "checkbox"
    return "number" if any(isinstance(value, int | float) for value in given) else "text"


def _values(scenario: Scenario) -> dict[str, list[Any]]:
    """Every field that the scenario gives, reads or writes, with the values that it gives."""
    found: dict[str, list[Any]] = {name: [] for name in _read_or_written(scenario["process"])}
    given = [scenario["record"]["fields"], *(e.get("set", {}) for e in scenario["events"])]
    for fields in given:
        for name, value in fields.items():
            found.setdefault(name, []).append(value)
    return found


def _read_or_written(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("field"), str):
            yield canonical_field(part["field"])
        if isinstance(part.get("formula"), str):
            yield from fields_in(parse_formula(part["formula"]))
        yield from part.get("update", {})
        for below in part.values():
            yield from _read_or_written(below)
    elif isinstance(part, list):
        for below in part:
            yield from _read_or_written(below)


def _distinct(texts: list[str]) -> list[str]:
    """Picklists know no case: the first spelling counts."""
    return list({text.casefold(): text for text in reversed(texts)}.values())[::-1]
