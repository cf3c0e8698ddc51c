"""Hours of a day as numbers: what reading, checking and compiling a calendar share."""

from typing import TypeAlias

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS
HORIZON_SECONDS = 20 * 366 * DAY_SECONDS
"""How far an answer may lie from its question: twenty years (C6)."""

Interval: TypeAlias = tuple[int, int]
"""Seconds since local midnight; an end beyond 86400 runs into the next day."""


def clock(seconds: int, *, last: bool = False) -> str:
    """The time of day of a second count; the `last` of a day is 24:00, not 00:00."""
    if last and seconds == DAY_SECONDS:
        return "24:00"
    minutes = seconds % DAY_SECONDS // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
