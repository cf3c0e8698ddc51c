"""What can still be read of a condition that has faults, so that its fields are judged all the same."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shared.domain.criteria import Condition

_HARMLESS = {"field": "status", "operator": "equals", "value": "unreadable"}


def readable_condition(given: Any) -> dict[str, Any] | None:
    """Its items without the logic, each that cannot be read replaced in its place; None without any.

    >>> readable_condition({"items": [{"field": "a", "operator": "is_blank"}, 7], "logic": "1 AND ("})
    {'items': [{'field': 'a', 'operator': 'is_blank'}, \
{'field': 'status', 'operator': 'equals', 'value': 'unreadable'}]}
    """
    items = given.get("items") if isinstance(given, Mapping) else None
    if not isinstance(items, list | tuple):
        return None
    readable = {"items": [item if _is_readable({"items": [item]}) else _HARMLESS for item in items]}
    return readable if _is_readable(readable) else None


def remains_of_condition(given: Any) -> Condition | None:
    """The condition as it was written, else as far as it can be read."""
    if _is_readable(given):
        return Condition.model_validate(given)
    readable = readable_condition(given)
    return None if readable is None else Condition.model_validate(readable)


def _is_readable(given: Any) -> bool:
    try:
        Condition.model_validate(given)
    except ValidationError:
        return False
    return True
