"""Which of the candidates that stand is the most specific (R4)."""

from datetime import date
from typing import TypeAlias

from shared.domain.entitlement import Entitlement
from shared.domain.matching.candidate import Candidate

Rank: TypeAlias = tuple[int, int, int, bool, bool, date, str]

MARKS = (
    "for named contacts",
    "for one asset",
    "for a contract line",
    "for a service contract",
    "for the whole account",
)
"""What an entitlement is for, the most specific first."""


def rank(seen: Candidate) -> Rank:
    """The smallest wins: mark, nearness, precedence, allowance left, process, end, id by code point."""
    entitlement = seen.entitlement
    return (
        _mark(entitlement),
        seen.distance,
        entitlement.precedence,
        not seen.has_left,
        entitlement.process is None,
        entitlement.end_date or date.max,
        entitlement.id,
    )


def _mark(entitlement: Entitlement) -> int:
    marks = (entitlement.contacts, entitlement.asset, entitlement.line, entitlement.contract)
    return next((place for place, mark in enumerate(marks) if mark), len(marks))
