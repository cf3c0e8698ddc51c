"""What one milestone says in a report: met, missed or not assessed, in which month (Q1 to Q3)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias

from shared.business_time.instant import Instant, local_date
from shared.domain.decision import MilestoneFacts
from shared.domain.milestone import Agreement

NotAssessed: TypeAlias = Literal["waived", "scheduled", "cancelled", "exited", "open"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """`reason` says why it is not assessed, and is None otherwise."""

    verdict: Literal["met", "missed", "not_assessed"]
    reason: NotAssessed | None = None


@dataclass(frozen=True, slots=True)
class Compliance:
    """Met ÷ (met + missed), exact; None while nothing was assessed (Q3)."""

    met: int
    missed: int
    not_assessed: Mapping[NotAssessed, int]

    @property
    def share(self) -> Fraction | None:
        """Between 0 and 1."""
        assessed = self.met + self.missed
        return Fraction(self.met, assessed) if assessed else None


def assess(facts: MilestoneFacts, at: Instant) -> Assessment:
    """What is known at `at`, also if the wake that notes a violation has not come yet (Q2).

    A waived milestone is exempt from counting, whether or not it was late (M16).
    """
    if facts.waived:
        return Assessment("not_assessed", "waived")
    runs_late = facts.outcome == "open" and not facts.paused and facts.target < at
    if facts.violated or runs_late:
        return Assessment("missed")
    if facts.outcome == "completed":
        return Assessment("met")
    return Assessment("not_assessed", facts.outcome)


def period(facts: MilestoneFacts, zone: str) -> str:
    """The month of the target on the wall of `zone`, such as `2026-03` (Q1)."""
    return local_date(zone, facts.target).strftime("%Y-%m")


def compliance(
    known: Iterable[MilestoneFacts], at: Instant, *, agreement: Agreement = "sla"
) -> Compliance:
    """Over the milestones of one agreement alone: `ola` is reported apart (Q3, M18)."""
    assessed = [assess(facts, at) for facts in known if facts.agreement == agreement]
    verdicts = Counter(one.verdict for one in assessed)
    reasons = Counter(one.reason for one in assessed if one.reason is not None)
    return Compliance(verdicts["met"], verdicts["missed"], MappingProxyType(dict(reasons)))
