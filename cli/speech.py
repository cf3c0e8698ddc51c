"""How the command line speaks: answers on standard output, complaints on standard error."""

import sys
from collections.abc import Iterable

from rich.console import Console

from shared.domain.source_document import FileFault


def console() -> Console:
    """Where answers go; plain text when it is not a terminal."""
    return Console(highlight=False, soft_wrap=True)


def complain(*lines: str) -> None:
    """Say what is wrong, one line each."""
    for line in lines:
        print(line, file=sys.stderr)


def complain_of(faults: Iterable[FileFault]) -> None:
    """Print faults as `file:line: path: message`, in the order of the files."""
    places = sorted(faults, key=lambda fault: (fault.file, fault.line or 0))
    complain(*(place.sentence() for place in places))


def warn_of(warnings: Iterable[FileFault]) -> None:
    """Print what is allowed but seldom meant."""
    complain(*(f"warning: {warning.sentence()}" for warning in warnings))
