"""Where a form may send people afterwards; refuses every trick that could lead them elsewhere."""

import re
from collections.abc import Collection

_LONGEST = 2_000
_STRICT = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::443)?(?:[/?#][!-\[\]-~]*)?",
    re.IGNORECASE | re.ASCII,
)
"""Printable ASCII without space and backslash; a host without userinfo, on the usual port."""


def allowed_return(address: str | None, hosts: Collection[str]) -> str | None:
    """Answer the address itself if it is https on one of `hosts`, compared whole; else None."""
    if not address or len(address) > _LONGEST:
        return None
    strict = _STRICT.fullmatch(address)
    if strict is None:
        return None
    allowed = {host.casefold() for host in hosts}
    return address if strict["host"].casefold() in allowed else None
