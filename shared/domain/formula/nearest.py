"""Names that somebody may have meant."""

from collections.abc import Collection
from difflib import get_close_matches

MOST_KNOWN = 2_000


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The end of a sentence that offers the nearest names; empty if nothing is near."""
    among = sorted(known)[:MOST_KNOWN]
    near = get_close_matches(name, among, n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""
