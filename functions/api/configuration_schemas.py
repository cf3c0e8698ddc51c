"""The forms of configuration documents in the description: those that editors are given for files."""

import json
from typing import Any

from functions.api.themes import THEMES, Theme
from shared.domain.document_kinds import KINDS
from shared.domain.document_schema import document_schema

Schema = dict[str, Any]

_IN_FILES, _HERE = "#/$defs/", "#/components/schemas/"


def configuration_schemas() -> Schema:
    """A component for the body of each theme, and for every part that one of them names."""
    definitions = document_schema()["$defs"]
    found = {f"{theme.name}Document": _body(theme, definitions[theme.kind]) for theme in THEMES}
    wanted = list(found.values())
    while wanted:
        for name in _named(wanted.pop()):
            if name not in found:
                found[name] = definitions[name]
                wanted.append(definitions[name])
    moved: Schema = json.loads(json.dumps(found).replace(_IN_FILES, _HERE))
    return moved


def _body(theme: Theme, schema: Schema) -> Schema:
    """Kind and name come from the address, and what the body says of them is passed over."""
    from_address = {"kind", KINDS[theme.kind].named_by}
    properties = {
        key: {"description": "As the address says."} if key in from_address else part
        for key, part in schema["properties"].items()
    }
    required = [key for key in schema.get("required", ()) if key not in from_address]
    words = f"A {theme.words} in the form of configuration files."
    return {
        **{key: part for key, part in schema.items() if key != "required"},
        "description": words,
        "properties": properties,
        **({"required": required} if required else {}),
    }


def _named(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_named, schema))
    if not isinstance(schema, dict):
        return set()
    here = schema.get("$ref")
    own = {here.removeprefix(_IN_FILES)} if isinstance(here, str) else set()
    return own.union(*map(_named, schema.values()))
