"""What a trial found: counts by month and milestone, and the cases that went worst."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.compliance import Assessment
from shared.domain.decision import MilestoneFacts
from shared.domain.milestone import Agreement, Outcome
from shared.domain.value import Frozen


class TrialRow(Frozen):
    """One milestone type in one month (Q1, Q2)."""

    month: str
    milestone: str
    agreement: Agreement
    met: int = 0
    missed: int = 0
    not_assessed: Mapping[str, int] = Field(default_factory=dict)

    @property
    def share(self) -> float | None:
        """Met ÷ (met + missed), None while nothing was assessed (Q3)."""
        assessed = self.met + self.missed
        return self.met / assessed if assessed else None


class Worst(Frozen):
    """A missed milestone with the reasons of its target; `late_by_seconds` is business time."""

    line: int
    id: str
    customer: str | None
    milestone: str
    start: Instant
    target: Instant
    completed_at: Instant | None
    outcome: Outcome
    allowed_seconds: int
    late_by_seconds: int
    calendar: str
    calendar_because: Literal["milestone", "process", "record", "entitlement", "org"]
    in_between: str


class TrialResult(Frozen):
    """`failed` are lines whose case cannot live under the process, and why."""

    rows: tuple[TrialRow, ...] = ()
    worst: tuple[Worst, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()

    def with_other(self, other: "TrialResult", worst: int) -> "TrialResult":
        """Both together: sums, and the worst of all."""
        rows: dict[tuple[str, str, str], TrialRow] = {}
        for row in (*self.rows, *other.rows):
            key = (row.month, row.milestone, row.agreement)
            rows[key] = _sum(rows[key], row) if key in rows else row
        both = sorted((*self.worst, *other.worst), key=lambda w: (-w.late_by_seconds, w.line))
        return TrialResult(
            rows=tuple(rows[key] for key in sorted(rows)),
            worst=tuple(both[:worst]),
            failed=tuple(sorted((*self.failed, *other.failed))),
        )

    def total(self, agreement: Agreement = "sla") -> TrialRow:
        """Over all months and milestones of one agreement (M18)."""
        whole = TrialRow(month="all", milestone="all", agreement=agreement)
        for row in self.rows:
            if row.agreement == agreement:
                whole = _sum(whole, row)
        return whole


class Tally:
    """Counts while cases go by."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, Agreement], Counter[str]] = {}

    def add(self, month: str, facts: MilestoneFacts, assessed: Assessment) -> None:
        """Count one milestone."""
        key = (month, facts.milestone, facts.agreement)
        self._counts.setdefault(key, Counter())[assessed.reason or assessed.verdict] += 1

    def rows(self) -> tuple[TrialRow, ...]:
        """By month, then milestone."""
        return tuple(_row(key, counts) for key, counts in sorted(self._counts.items()))


def _row(key: tuple[str, str, Agreement], counts: Counter[str]) -> TrialRow:
    month, milestone, agreement = key
    others = {name: count for name, count in counts.items() if name not in ("met", "missed")}
    return TrialRow(
        month=month,
        milestone=milestone,
        agreement=agreement,
        met=counts["met"],
        missed=counts["missed"],
        not_assessed=others,
    )


def _sum(one: TrialRow, other: TrialRow) -> TrialRow:
    reasons: Iterable[str] = {**one.not_assessed, **other.not_assessed}
    return one.model_copy(
        update={
            "met": one.met + other.met,
            "missed": one.missed + other.missed,
            "not_assessed": {
                name: one.not_assessed.get(name, 0) + other.not_assessed.get(name, 0)
                for name in reasons
            },
        }
    )
