"""The wake message: which record, who says so, and for which instant."""

import json
from typing import Any, get_args

from shared.business_time.instant import Instant
from shared.domain.history import WakeSource
from shared.domain.value import Frozen
from shared.errors import Refused


class Wake(Frozen):
    """One request to look at a record; it commands nothing (§1)."""

    number: str
    source: WakeSource
    due_at: Instant | None = None


def read_wake(body: str) -> Wake:
    """Read a message; raises Refused for what can never become a wake."""
    try:
        message: Any = json.loads(body)
        number, source, due_at = message["number"], message["source"], message.get("due_at")
    except (ValueError, TypeError, KeyError, AttributeError) as broken:
        raise Refused("The message is no wake.") from broken
    known = isinstance(number, str) and source in get_args(WakeSource)
    if not known or not isinstance(due_at, int | None):
        raise Refused("The message is no wake.")
    return Wake(number=number, source=source, due_at=due_at)
