"""Instants at the edge: text outside, whole seconds inside."""

from datetime import UTC, datetime
from typing import Any

from shared.business_time.instant import Instant, format_instant, from_datetime

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9000, 1, 1, tzinfo=UTC)


def read_instant(given: Any) -> Instant:
    """Read `YYYY-MM-DDTHH:MM:SSZ` or another offset, rounded down; raises ValueError in words."""
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not _FIRST <= moment <= _LAST:
        raise ValueError("An instant is written like 2026-03-02T09:05:00Z.")
    return from_datetime(moment)


def show_if(instant: Instant | None) -> str | None:
    """Write an instant in UTC, if there is one."""
    return None if instant is None else format_instant(instant)
