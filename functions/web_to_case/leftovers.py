"""Fields that nobody declared: kept raw and reported, within bounds, never a fault (I1)."""

from collections.abc import Mapping

from functions.web_to_case.wording import without_control

MOST = 50
_LONGEST_NAME = 80
_LONGEST_VALUE = 1_000
_LONGEST_IN_ALL = 8_000
REST = "(more)"
"""Under this name stands how many further fields were not kept."""


def keep_raw(fields: Mapping[str, str]) -> dict[str, str]:
    """Keep at most fifty, cut where they are long; what did not fit is counted."""
    kept: dict[str, str] = {}
    size = 0
    for name, value in fields.items():
        short = without_control(value.strip())[:_LONGEST_VALUE]
        if not short:
            continue
        size += len(short)
        if len(kept) < MOST and size <= _LONGEST_IN_ALL:
            kept[without_control(name)[:_LONGEST_NAME]] = short
    left_out = sum(1 for value in fields.values() if value.strip()) - len(kept)
    return {**kept, REST: f"{left_out} fields were not kept"} if left_out > 0 else kept
