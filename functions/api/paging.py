"""Pages of what is already at hand: the cursor is the place of the next item, and opaque."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from shared.errors import Fault, Refused

T = TypeVar("T")

_PREFIX = "after:"


def page_of(items: Sequence[T], cursor: str | None, limit: int) -> tuple[list[T], str | None]:
    """Cut one page out, and answer it with the cursor of the next; raises Refused for a strange one."""
    start = _place(cursor) if cursor else 0
    end = start + limit
    return list(items[start:end]), _cursor(end) if end < len(items) else None


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"{_PREFIX}{place}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        return int(text.removeprefix(_PREFIX)) if text.startswith(_PREFIX) else _strange()
    except (binascii.Error, ValueError) as broken:
        raise _unknown() from broken


def _strange() -> int:
    raise ValueError


def _unknown() -> Refused:
    return Refused(
        "The page cannot be found.",
        faults=(Fault("query:/cursor", "Take the cursor from `next` of the page before."),),
    )
