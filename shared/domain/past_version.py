"""How a decision asks for what was published before."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

PastVersion: TypeAlias = Callable[[str, str, int], Mapping[str, Any] | None]
"""The body of a published version by kind, name and number; None if there never was one."""
