"""What a field of a record can hold, and the frozen model that every noun is made of."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

Value: TypeAlias = str | bool | int | float | None
"""A picklist, text, date-time (as text), flag or number; None is blank (K4)."""

Fields: TypeAlias = Mapping[str, Value]
"""Field name to value; related fields under their path, such as `account.tier` (K5)."""


class Frozen(BaseModel):
    """A value object: immutable, compared by content, closed against unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
