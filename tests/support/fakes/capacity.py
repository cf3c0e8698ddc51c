"""How large an item is, and what reading or writing it costs in request units."""

from collections.abc import Mapping
from typing import Any

MOST_ITEM_BYTES = 400 * 1024
MOST_TRANSACTION_BYTES = 4 * 1024 * 1024
MOST_PAGE_BYTES = 1024 * 1024

_READ_BLOCK = 4096
_WRITE_BLOCK = 1024


def size_of(item: Mapping[str, Any]) -> int:
    """Bytes of an item: attribute names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def read_units(size: int, *, consistent: bool) -> float:
    """Units of one read of `size` bytes."""
    blocks = max(1, -(-size // _READ_BLOCK))
    return blocks if consistent else blocks / 2


def write_units(size: int, *, transactional: bool = False) -> float:
    """Units of one write of `size` bytes; a transaction writes twice."""
    blocks = max(1, -(-size // _WRITE_BLOCK))
    return blocks * 2 if transactional else blocks


def _value(value: Mapping[str, Any]) -> int:
    letter, inner = next(iter(value.items()))
    if letter == "S":
        return len(inner.encode())
    if letter == "N":
        return len(inner.lstrip("-").strip("0.")) // 2 + 2
    if letter == "M":
        return 3 + sum(len(name.encode()) + _value(part) + 1 for name, part in inner.items())
    if letter == "L":
        return 3 + sum(_value(part) + 1 for part in inner)
    if letter in ("SS", "NS"):
        return sum(len(part.encode()) for part in inner)
    return 1
