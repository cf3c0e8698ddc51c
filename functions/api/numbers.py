"""Record numbers as people write them, in an address."""

from urllib.parse import unquote

from shared.domain.record_number import normalise
from shared.errors import Absent, Refused


def read_number(given: str) -> str:
    """Bring a number into its one spelling (E8); raises Absent for what cannot be one."""
    try:
        return normalise(unquote(given))
    except (Refused, ValueError) as strange:
        raise Absent(f"There is no record {given[:40]}.") from strange
