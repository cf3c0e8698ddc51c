"""A name and one version of it: what a record runs on for its whole life (P3, C7)."""

from shared.domain.value import Frozen


class Pin(Frozen):
    """A process or a calendar in one immutable version."""

    name: str
    version: int
