"""Renewing an entitlement: the same right once more, for the term that follows (E9)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shared.domain.entitlement import Entitlement
from shared.domain.service_contract import last_day_of_term
from shared.errors import Fault, Refused

_MONTHS = 12
_NUMBERED = re.compile(r"(.+)-r([1-9]\d{0,3})")
_NOT_COPIED = frozenset({"id", "pinned_version", "start_date", "end_date", "renewed_from"})

Document = Mapping[str, Any]
Term = tuple[date, date]


def renewed_id(identifier: str) -> str:
    """The id of what an entitlement is renewed as, one each: `gold`, `gold-r2`, `gold-r3`.

    >>> renewed_id("gold"), renewed_id("gold-r2")
    ('gold-r2', 'gold-r3')
    """
    numbered = _NUMBERED.fullmatch(identifier)
    return f"{numbered[1]}-r{int(numbered[2]) + 1}" if numbered else f"{identifier}-r2"


def next_term(entitlement: Entitlement, start: date | None = None, end: date | None = None) -> Term:
    """The days after the last one: as many whole months, else as many days, unless they are given.

    Raises Refused where nothing tells the dates.
    """
    first = start or _day_after(entitlement.end_date)
    if first is None:
        words = "This entitlement never expires: there is no next term to begin."
        raise _refused("/start_date", words)
    last = end or _as_long(entitlement, first)
    if last is None:
        words = "This entitlement has no start date: say when the next term ends."
        raise _refused("/end_date", words)
    if entitlement.end_date is not None and first <= entitlement.end_date:
        raise _refused("/start_date", f"The present term ends on {entitlement.end_date}.")
    if last < first:
        raise _refused("/end_date", f"This lies before the start date {first}.")
    return first, last


def renewed(document: Document, term: Term, changes: Document) -> dict[str, Any]:
    """The entitlement of the next term; it is pinned anew, and what is among `changes` replaces."""
    copied = {name: value for name, value in document.items() if name not in _NOT_COPIED}
    return {
        **copied,
        **changes,
        "start_date": term[0].isoformat(),
        "end_date": term[1].isoformat(),
        "renewed_from": document["id"],
    }


def _day_after(end: date | None) -> date | None:
    return end + timedelta(days=1) if end is not None and end < date.max else None


def _as_long(entitlement: Entitlement, first: date) -> date | None:
    start, end = entitlement.start_date, entitlement.end_date
    if start is None or end is None:
        return None
    about = (end.year - start.year) * _MONTHS + end.month - start.month
    for months in (about, about + 1):
        if months > 0 and last_day_of_term(start, months) == end:
            return last_day_of_term(first, months)
    return first + min(end - start, date.max - first)


def _refused(pointer: str, words: str) -> Refused:
    return Refused("The entitlement cannot be renewed.", faults=(Fault(pointer, words),))
