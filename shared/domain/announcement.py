"""An event on the bus that belongs to no record, such as an entitlement that ends."""

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.value import Frozen, Value


class Announcement(Frozen):
    """One event; `id` stays the same however often it is published."""

    id: str
    name: str
    at: Instant
    fields: dict[str, Value] = Field(default_factory=dict)
