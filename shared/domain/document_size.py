"""How large a document may be as it is kept: the table takes 400 KB an item, with its keys."""

import json
from collections.abc import Mapping
from typing import Any

LARGEST = 350_000
"""Bytes of a document with the trees of its formulas."""


def too_large(document: Mapping[str, Any]) -> str | None:
    """What is wrong with a document that no item could hold; None if one can."""
    size = len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    if size <= LARGEST:
        return None
    return f"is larger than {LARGEST // 1_000} KB as it is kept: {size // 1_000} KB"
