"""What becomes of one document, or of one version of a process, by an apply."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["created", "changed", "unchanged", "kept", "withdrawn", "retired"]

MOVING: frozenset[Fate] = frozenset({"created", "changed", "withdrawn", "retired"})
"""Fates of the configuration that make another revision."""


@dataclass(frozen=True, slots=True)
class Applied:
    """`version` is None where there are none; what is `retired` is one version of a process."""

    kind: str
    name: str
    fate: Fate
    version: int | None = None
