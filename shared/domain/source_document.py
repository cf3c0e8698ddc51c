"""One document of a configuration folder, and the faults that are found in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Fault, Refused

_LONGEST = 600
"""Characters of a message that are shown; what is quoted in it may be a whole file."""


def _unknown_line(path: str) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong with a file; `path` is empty if the document as a whole is meant."""

    file: str
    line: int | None
    path: str
    message: str
    hides: bool = False
    """Documents may stand in what cannot be read."""

    def sentence(self) -> str:
        """Say it as `file:line: path: message`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = self.message
        if len(said) > _LONGEST:
            said = f"{said[: _LONGEST // 2]} … {said[-_LONGEST // 2 :]}"
        return ": ".join(part for part in (place, self.path, said) if part)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as it was written; `line_of` answers the line of a path such as `week.mon[0]`."""

    file: str
    body: Mapping[str, Any]
    line: int | None = None
    line_of: Callable[[str], int | None] = _unknown_line

    def fault(self, path: str, message: str) -> FileFault:
        """Place a fault at a path; its line is that of the nearest part that exists."""
        return FileFault(self.file, self.line_of(path) or self.line, path, message)

    def faults(self, found: Iterable[Fault]) -> list[FileFault]:
        """Faults of the domain, put where they stand in the file."""
        return [self.fault(fault.pointer, fault.message) for fault in found]


class OrganisationRefused(Refused):
    """The files of an organisation cannot be applied; `places` are all their faults."""

    def __init__(self, places: Iterable[FileFault], warnings: Iterable[FileFault] = ()) -> None:
        self.places = tuple(places)
        self.warnings = tuple(warnings)
        count = len(self.places)
        super().__init__(
            f"{count} fault{'' if count == 1 else 's'} in the files.",
            faults=tuple(
                Fault(f"{place.file}#{place.path}", place.message) for place in self.places
            ),
        )
