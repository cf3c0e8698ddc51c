"""What a contract may reach beyond its own account: up to those above, down to those below (E1)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.errors import Fault

Document = Mapping[str, Any]
Find = Callable[[str, str], Document | None]

_MOST_ABOVE = 50


def strays(kind: str, document: Document, find: Find) -> Iterator[Fault]:
    """The parent of a contract and the asset of a line that are of a foreign account."""
    if kind == "contract" and document.get("parent"):
        parent, own = str(document["parent"]), document.get("account")
        owner = (find("contract", parent) or {}).get("account")
        if own and owner and not _is_above(owner, own, find):
            words = f"contract '{parent}' belongs to '{owner}', which is not above '{own}'"
            yield Fault("parent", words, "other_account")
    if kind == "line" and document.get("asset"):
        asset = str(document["asset"])
        own = (find("contract", str(document.get("contract"))) or {}).get("account")
        owner = (find("asset", asset) or {}).get("account")
        if own and owner and not _is_above(own, owner, find):
            words = f"asset '{asset}' belongs to '{owner}', which is not below '{own}'"
            yield Fault("asset", words, "other_account")


def _is_above(high: str, low: str, find: Find) -> bool:
    """Whether an account is another or above it, or may be, where an account is not known."""
    line: list[str] = []
    above: str | None = low
    while above is not None and above not in line and len(line) < _MOST_ABOVE:
        if above == high:
            return True
        line.append(above)
        account = find("account", above)
        if account is None:
            return True
        above = account.get("parent")
    return False
