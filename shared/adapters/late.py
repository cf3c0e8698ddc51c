"""A port that is made, with all that it imports, when it is first asked for anything."""

from collections.abc import Callable
from functools import cached_property
from typing import Any


class Late:
    """A port that is made when it is first asked for anything."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    @cached_property
    def _port(self) -> object:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)
