"""An event that an action puts on the bus, kept in the history entry that brought it about (A1)."""

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.value import Frozen, Value


class BusEvent(Frozen):
    """One event; `id` stays the same however often the entry is published."""

    id: str
    name: str
    at: Instant
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    fields: dict[str, Value] = Field(default_factory=dict)
