"""Declared fields as they are told to those who may not change them (S1)."""

from typing import Any

from shared.domain.configuration_wish import Document
from shared.domain.declared_fields import parse_fields
from shared.domain.formula import without_trees


def without_hidden(row: Document, roles: tuple[str, ...]) -> Document:
    """Of fields without the rules of access, and without those that the roles do not see."""
    if row["kind"] != "fields":
        return row
    body: dict[str, Any] = {**without_trees(row["body"])}
    declared = parse_fields(body)
    hidden = declared.open_to.hidden_from(roles)
    seen = [
        written
        for written, field in zip(body.get("fields", ()), declared.fields, strict=True)
        if field.name not in hidden
    ]
    kept = {key: value for key, value in body.items() if key not in ("access", "fields")}
    return {**row, "body": {**kept, "fields": seen}}
