"""JSON Schema of configuration files, so that editors complete and check them while one writes."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from shared.business_time.hours import DAYS
from shared.domain.account import Account
from shared.domain.asset import Asset
from shared.domain.assignment import AssignmentRules, Queue, User
from shared.domain.call_target import CallTarget
from shared.domain.configuration_row import RETIRED
from shared.domain.contact import Contact
from shared.domain.declared_fields import DeclaredFields
from shared.domain.entitlement import Entitlement
from shared.domain.entitlement_template import EntitlementTemplate
from shared.domain.mail.route import MailRoute
from shared.domain.mail_template import MailTemplate
from shared.domain.matching.settings import EntitlementRules
from shared.domain.milestone_rules import MilestoneRules
from shared.domain.milestone_types import MilestoneTypes
from shared.domain.process import EntitlementProcess
from shared.domain.product import Product
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.domain.settings_document import OrgSettings
from shared.domain.settled import KEPT_BY_US
from shared.domain.value import Frozen
from shared.domain.version_words import HIGHEST, VERSION, VERSIONS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: Mapping[str, type[Frozen]] = {
    "settings": OrgSettings,
    "process": EntitlementProcess,
    "milestone_types": MilestoneTypes,
    "mail_template": MailTemplate,
    "mail_route": MailRoute,
    "call_target": CallTarget,
    "queue": Queue,
    "user": User,
    "assignment_rules": AssignmentRules,
    "entitlement_rules": EntitlementRules,
    "milestone_rules": MilestoneRules,
    "fields": DeclaredFields,
    "product": Product,
    "entitlement_template": EntitlementTemplate,
    "account": Account,
    "contact": Contact,
    "asset": Asset,
    "contract": ServiceContract,
    "line": ContractLine,
    "entitlement": Entitlement,
}
"""Kind to its model; calendars are read by hand and have a schema by hand."""

_NOT_OF_VERSIONS = ("kind", "name", VERSION)

_WRITTEN = {"id": "external_id", "record_type": "for"}

_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}
_HOURS = {
    "type": "array",
    "items": {"type": "array", "prefixItems": [_TIME, _TIME], "minItems": 2, "maxItems": 2},
    "description": 'Such as [["09:00", "17:00"]]; an end not after its start runs past midnight.',
}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_LOCAL = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"}
_CLOCK = {"from": _TIME, "to": _TIME}


def document_schema() -> Schema:
    """The schema of any document: its kind says which part applies."""
    definitions: Schema = {"calendar": _calendar()}
    for kind, model in MODELS.items():
        definitions[kind] = _of_model(kind, model, definitions)
    definitions["process"] = _with_versions(definitions["process"])
    kinds = sorted(definitions.keys() & {"calendar", *MODELS})
    return {
        "$schema": DIALECT,
        "title": "Milepost configuration",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": kinds, "description": "What the document is."}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{kind}"},
            }
            for kind in kinds
        ],
        "$defs": definitions,
    }


def _of_model(kind: str, model: type[Frozen], definitions: Schema) -> Schema:
    schema = TypeAdapter(model).json_schema(mode="validation", ref_template="#/$defs/{model}")
    for name, part in schema.pop("$defs", {}).items():
        definitions[name] = _bare(part)
    properties = {
        _WRITTEN.get(name, name): part
        for name, part in schema["properties"].items()
        if name not in KEPT_BY_US
    }
    required = [_WRITTEN.get(name, name) for name in schema.get("required", ())]
    return {
        **_bare(schema),
        "properties": {"kind": {"const": kind}, **{k: _bare(v) for k, v in properties.items()}},
        "required": ["kind", *required],
    }


def _with_versions(process: Schema) -> Schema:
    """What a file of a process may say of versions beside its own."""
    number = {"type": "integer", "minimum": 1, "maximum": HIGHEST}
    own = {key: part for key, part in process["properties"].items() if key not in _NOT_OF_VERSIONS}
    other = {"type": "object", "additionalProperties": False, "properties": own}
    return {
        **process,
        "properties": {
            **process["properties"],
            VERSION: {**number, "description": "Its number where the process is new."},
            RETIRED: {
                "type": "array",
                "items": number,
                "description": "Versions that nothing enters any more.",
            },
            VERSIONS: {
                "type": "object",
                "propertyNames": {"pattern": "^[1-9][0-9]{0,5}$"},
                "additionalProperties": {**other, "required": ["milestones"]},
                "description": "Other versions by number, as an export writes them.",
            },
        },
    }


def _bare(schema: Any) -> Any:
    """Without titles that only repeat the key."""
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(part) for name, part in value.items()}
        if key in ("properties", "$defs")
        else _bare(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _calendar() -> Schema:
    holiday = {
        "type": "object",
        "additionalProperties": False,
        "required": ["date"],
        "properties": {"date": _DATE, "name": {"type": "string"}, **_CLOCK},
    }
    public = {
        "type": "object",
        "additionalProperties": False,
        "required": ["country"],
        "properties": {
            "country": {"type": "string", "description": "Such as US."},
            "subdivision": {"type": "string", "description": "Such as NY."},
            "days": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    rule = {
        "type": "object",
        "additionalProperties": False,
        "required": ["every"],
        "properties": {
            "name": {"type": "string"},
            "every": {"enum": ["year", "month", "week"]},
            "month": {"type": "integer", "minimum": 1, "maximum": 12},
            "day": {"type": "integer", "minimum": -31, "maximum": 31},
            "weekday": {"enum": list(DAYS)},
            "nth": {"type": "integer", "minimum": -5, "maximum": 5},
            **_CLOCK,
        },
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "name", "zone", "week"],
        "properties": {
            "kind": {"const": "calendar"},
            "name": {"type": ["string", "integer"]},
            "zone": {"type": "string", "description": "IANA time zone, such as Europe/Berlin."},
            "week": {
                "type": "object",
                "additionalProperties": False,
                "properties": dict.fromkeys(DAYS, _HOURS),
            },
            "holidays": {
                "anyOf": [{"type": "array", "items": {"anyOf": [_DATE, holiday, public]}}, public],
                "description": "Whole days on which no shift starts.",
            },
            "annual_holidays": {
                "type": "array",
                "items": {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"},
            },
            "holiday_rules": {"type": "array", "items": rule},
            "dates": {"type": "object", "additionalProperties": _HOURS},
            "breaks": {
                "type": "array",
                "items": {
                    "type": "array",
                    "prefixItems": [_LOCAL, _LOCAL],
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
            "effective_from": {
                "type": "string",
                "description": "Instant: this revision counts from here on.",
            },
            "earlier": {
                "type": "array",
                "items": {"type": "object"},
                "description": "Revisions before this one, as an export shows them.",
            },
        },
    }
