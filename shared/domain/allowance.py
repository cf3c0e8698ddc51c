"""Allowances: how many records an entitlement includes, and the ledger of who used them (E6)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, TypeAlias

from pydantic import model_validator

from shared.business_time.instant import Instant
from shared.domain.audit import AuditEntry
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Policy
from shared.domain.value import Frozen

Zone: TypeAlias = Literal["unlimited", "plenty", "last_plenty", "low", "last_low", "over", "spent"]
"""Where a balance lies before a create; the two `last_` ones hold the single use that crosses."""

Crossing: TypeAlias = Literal["allowance_low", "allowance_exceeded"]
LedgerKind: TypeAlias = Literal["use", "return", "top_up", "correction", "period_reset"]
Range: TypeAlias = tuple[int | None, int | None]

CROSSINGS = frozenset({"allowance_low", "allowance_exceeded"})
LOW_SHARE = 0.2


class LedgerEntry(Frozen):
    """One movement; `amount` is by how much `used` changes, so that the counter is the sum.

    `door` is that of a movement by itself; those of a record stand in its history with theirs.
    """

    entitlement: str
    record: str | None = None
    kind: LedgerKind
    amount: int
    at: Instant
    by: str
    reference: str | None = None
    record_type: RecordType = "case"
    door: str | None = None

    @model_validator(mode="after")
    def _goes_the_right_way(self) -> "LedgerEntry":
        if self.kind == "use" and self.amount <= 0:
            raise ValueError("a use takes more than nothing")
        if self.kind in ("return", "top_up") and self.amount >= 0:
            raise ValueError(f"a {self.kind} lowers what is used: its amount is negative")
        return self


class Standing(Frozen):
    """What is used of an allowance, and how many movements people have entered so far."""

    used: int
    moves: int


class Moving(Frozen):
    """A movement that a person enters: how the allowance must still stand, and what the trail says."""

    standing: Standing
    trail: AuditEntry


def used_of(entries: Iterable[LedgerEntry]) -> int:
    """What is used according to the ledger."""
    return sum(entry.amount for entry in entries)


def has_left(cases: int | None, used_before: int) -> bool:
    """Whether one more record is included; no limit is yes (R4)."""
    return cases is None or used_before < cases


def zone(cases: int | None, used: int, share: float = LOW_SHARE, policy: Policy = "warn") -> Zone:
    """Place a balance before a create; `policy` is the one in force at the door of the create."""
    if cases is None:
        return "unlimited"
    if used >= cases and policy == "block":
        return "spent"
    if used >= cases:
        return "last_low" if used == cases else "over"
    low = _low_from(cases, share)
    if used >= low:
        return "low"
    return "last_plenty" if used == low - 1 else "plenty"


def bounds(
    zone: Zone, cases: int | None, share: float = LOW_SHARE, policy: Policy = "warn"
) -> Range:
    """The least and most `used` before a create for which its decision holds; None is open."""
    if cases is None:
        return None, None
    low = _low_from(cases, share)
    return {
        "unlimited": (None, None),
        "plenty": (None, low - 2),
        "last_plenty": (low - 1, low - 1),
        "low": (low, cases - 1),
        "last_low": (cases, cases),
        "over": (cases + 1, None),
        "spent": (cases, None),
    }[zone]


def crossing(cases: int | None, used_before: int, share: float = LOW_SHARE) -> Crossing | None:
    """What one more record must say: the first at most a share left, the first below zero."""
    if cases is None:
        return None
    if used_before == cases:
        return "allowance_exceeded"
    return "allowance_low" if used_before == _low_from(cases, share) - 1 else None


def _low_from(cases: int, share: float) -> int:
    return cases - int(Fraction(str(share)) * cases)
