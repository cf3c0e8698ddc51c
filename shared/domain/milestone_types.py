"""The organisation's list of milestone types: the promises that its processes may make (P1)."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from shared.domain.process import MilestoneType
from shared.domain.process_words import Name, not_empty
from shared.domain.reading import read_document
from shared.domain.value import Frozen
from shared.domain.written import Words


class ListedType(MilestoneType):
    """A promise by its name, what it means to people, and how often it recurs unless a process says."""

    name: Name
    description: Annotated[str, Field(max_length=1_000)] = ""


def _each_once(types: tuple[ListedType, ...]) -> tuple[ListedType, ...]:
    names = [one.name.casefold() for one in types]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ValueError(f"'{types[place].name}' is listed twice")
    return types


Types: TypeAlias = Annotated[
    tuple[ListedType, ...],
    BeforeValidator(not_empty),
    Field(max_length=1_000),
    AfterValidator(_each_once),
]


class MilestoneTypes(Frozen):
    """A document of kind `milestone_types`; without one every name is a type."""

    name: Words | None = None
    types: Types


def parse_milestone_types(body: Mapping[str, Any]) -> MilestoneTypes:
    """Read a document of kind `milestone_types`; raises Refused with every fault and its path."""
    return read_document(MilestoneTypes, body, "milestone types")


def as_listed(process: Mapping[str, Any], listed: MilestoneTypes) -> Mapping[str, Any]:
    """The process with the recurrence of the types that it uses and says nothing of.

    A version says itself how its types recur: what is listed later changes none that is published.
    """
    said = process.get("milestone_types") or {}
    used = {item.get("milestone") for item in process.get("milestones") or ()}
    given = {
        one.name: {"recurrence": one.recurrence}
        for one in listed.types
        if one.name in used and one.name not in said and one.recurrence != "none"
    }
    return {**process, "milestone_types": {**said, **given}} if given else process
