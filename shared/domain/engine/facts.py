"""The facts of M15 about every occurrence at hand, the roll-up, and what is next due (M9)."""

from shared.business_time.instant import Instant
from shared.business_time.timetable import Timetable
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts, RollUp
from shared.domain.milestone import Milestone, Span
from shared.domain.policies import Policies


def facts(file: CaseFile, policies: Policies, at: Instant) -> tuple[MilestoneFacts, ...]:
    """What is known of each occurrence at `at`, by start, then item, then occurrence."""
    ordered = sorted(file.sla.milestones, key=lambda m: (m.start, m.item, m.n))
    return tuple(facts_of(m, policies.table(m.calendar, m.calendar_version), at) for m in ordered)


def facts_of(milestone: Milestone, table: Timetable, at: Instant) -> MilestoneFacts:
    """The facts of one occurrence; what is still open is counted up to `at`."""
    end = _end(milestone, at)
    elapsed = 0 if milestone.outcome == "scheduled" else table.elapsed(milestone.start, end)
    stopped = _stopped(milestone, table, end)
    return MilestoneFacts(
        milestone=milestone.name,
        occurrence=milestone.n,
        item=milestone.item,
        agreement=milestone.agreement,
        start=milestone.start,
        target=milestone.target,
        outcome=milestone.outcome,
        paused=milestone.is_open and milestone.paused_at is not None,
        violated=milestone.violated_at is not None,
        violated_at=milestone.violated_at,
        completed_at=milestone.completed_at,
        ended_at=milestone.ended_at,
        ended_because=milestone.why_ended,
        waived=milestone.waived is not None,
        waived_because=milestone.waived,
        allowed_seconds=milestone.allowed,
        elapsed_seconds=elapsed,
        stopped_seconds=stopped,
        actual_elapsed_seconds=elapsed - stopped,
        remaining_seconds=_remaining(milestone, table, end),
        calendar=milestone.calendar,
        calendar_because=milestone.because,
        calendar_version=milestone.calendar_version,
        from_entry=milestone.from_entry,
        pauses=_pauses(milestone, end),
        of=milestone.of,
    )


def roll_up(file: CaseFile) -> RollUp:
    """`sla` milestones alone, waived ones forgotten (M9, M16, M18)."""
    violated = [m for m in file.sla.milestones if counts_as_violated(m)]
    if any(m.is_open for m in violated):
        return "open_violation"
    if violated or file.sla.violated_before:
        return "closed_violation"
    return "compliant"


def counts_as_violated(milestone: Milestone) -> bool:
    """Whether the roll-up sees a violation in it."""
    return (
        milestone.violated_at is not None
        and milestone.agreement == "sla"
        and milestone.waived is None
    )


def next_target(file: CaseFile) -> Instant | None:
    """Earliest target of what is open, runs, and is an `sla` or `ola`; None while all is paused."""
    return min(
        (m.target for m in file.sla.milestones if m.runs and m.agreement != "none"), default=None
    )


def _end(milestone: Milestone, at: Instant) -> Instant:
    if milestone.completed_at is not None:
        return milestone.completed_at
    return at if milestone.ended_at is None else milestone.ended_at


def _pauses(milestone: Milestone, end: Instant) -> tuple[Span, ...]:
    present = () if milestone.paused_at is None else ((milestone.paused_at, end),)
    return (*milestone.pauses, *present)


def _stopped(milestone: Milestone, table: Timetable, end: Instant) -> int:
    return sum(
        table.elapsed(max(low, milestone.start), min(high, end))
        for low, high in _pauses(milestone, end)
    )


def _remaining(milestone: Milestone, table: Timetable, end: Instant) -> int:
    """Seconds of business time until the target; negative: since it."""
    if milestone.paused_at is not None:
        if milestone.left is not None:
            return milestone.left
        end = milestone.paused_at
    if end <= milestone.target:
        return table.elapsed(max(end, milestone.start), milestone.target)
    return -table.elapsed(milestone.target, end)
