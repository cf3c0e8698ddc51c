"""The revision of a record as an ETag, and what If-Match makes of it."""

import re

from shared.errors import RevisionMissing

_ONE = re.compile(r'"(\d{1,18})"')
NEVER = -1
"""The revision that no record has: what If-Match names when it names nothing we gave out."""


def etag(revision: int) -> str:
    """Write a revision as a strong ETag."""
    return f'"{revision}"'


def expected_revision(if_match: str | None) -> int | None:
    """Read If-Match: None for `*`; raises RevisionMissing when there is none."""
    given = (if_match or "").strip()
    if not given:
        raise RevisionMissing("Say in If-Match which ETag you have seen.")
    if given == "*":
        return None
    one = _ONE.fullmatch(given)
    return int(one[1]) if one else NEVER
