"""What people may ask of bulk jobs: a kind, what it is about, and why."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from functions.api.shapes import Asked, Short
from shared.domain.job import JobKind

_MOST_PARAMETERS = 5
_ABOUT: dict[str, Any] = {"kind": "recompute", "parameters": {"calendar": "Office New York"}}

ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
Parameters = Annotated[
    dict[ParameterName, Short],
    Field(
        max_length=_MOST_PARAMETERS,
        description="`recompute` takes a `calendar`, `refresh` an `account`; the others take none.",
    ),
]


class JobPlan(Asked):
    """A job that is to be looked at before anything moves."""

    model_config = ConfigDict(json_schema_extra={"example": _ABOUT})
    kind: JobKind
    parameters: Parameters = Field(default_factory=dict)


class NewJob(Asked):
    """A job that is to be run; the reason stands in the history of every record that it changes."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**_ABOUT, "reason": "Open until eight from April on"}}
    )
    kind: JobKind
    parameters: Parameters = Field(default_factory=dict)
    reason: Short | None = None
