"""A document as a person wrote it, read into its model, or refused with every fault."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.domain.faults import faults_of
from shared.domain.formula import trees_in, without_trees
from shared.errors import Fault, Refused

M = TypeVar("M", bound=BaseModel)

EXTERNAL_ID: Mapping[str, str] = {"external_id": "id"}
"""People write `external_id`; inside it is the id."""


def read_document(
    model: type[M], body: Mapping[str, Any], what: str, spelled: Mapping[str, str] | None = None
) -> M:
    """Read `body`; `spelled` maps keys as written to fields. Raises Refused with every fault."""
    written = spelled or {}
    named = {written.get(key, key): value for key, value in body.items()}
    try:
        return model.model_validate(named)
    except ValidationError as wrong:
        faults = tuple(_as_written(fault, written) for fault in faults_of(wrong))
        raise Refused(f"The {what} cannot be accepted.", faults=faults) from wrong


def read_published(model: type[M], body: Mapping[str, Any], what: str) -> M:
    """Read a stored document, whose formulas were parsed when it was published (K3)."""
    try:
        return model.model_validate(without_trees(body), context=trees_in(body))
    except ValidationError as wrong:
        raise Refused(f"The {what} cannot be accepted.", faults=faults_of(wrong)) from wrong


def _as_written(fault: Fault, spelled: Mapping[str, str]) -> Fault:
    for written, field in spelled.items():
        if fault.pointer == field or fault.pointer.startswith((f"{field}.", f"{field}[")):
            pointer = written + fault.pointer.removeprefix(field)
            return Fault(pointer, fault.message, fault.code)
    return fault
