"""Why a target is what it is: the spans that counted, and those that did not (M17)."""

from datetime import date
from typing import Literal

from shared.business_time.instant import Instant
from shared.business_time.pauses import merged
from shared.business_time.timetable import Timetable
from shared.domain.case_file import CaseFile
from shared.domain.milestone import CalendarBecause, Milestone, Span
from shared.domain.policies import Policies
from shared.domain.value import Frozen

MOST_SPANS = 2_000


class NotCounted(Frozen):
    """A span that did not count: closed, with the reason and its date; or paused."""

    start: Instant
    end: Instant
    reason: str
    day: date | None = None


class Explanation(Frozen):
    """Everything needed to recompute a target by hand; spans reach from start to target."""

    milestone: str
    occurrence: int
    process: str
    version: int
    start: Instant
    start_because: Literal["process", "criteria", "recurrence"]
    allowed_seconds: int
    target: Instant
    calendar: str
    calendar_version: int | None
    zone: str
    calendar_because: CalendarBecause
    counted: tuple[Span, ...]
    not_counted: tuple[NotCounted, ...]
    cut: bool = False


def explain(
    file: CaseFile, policies: Policies, milestone: str, occurrence: int, at: Instant
) -> Explanation | None:
    """The explanation of one occurrence in the file; None if it left the file long ago.

    While it is paused the target is the old one, and the pause counts up to `at`.
    """
    found = next((m for m in file.sla.milestones if (m.name, m.n) == (milestone, occurrence)), None)
    if found is None or policies.process is None or file.process is None:
        return None
    table = policies.calendars[found.calendar]
    pauses = _pauses(found, at)
    open_spans = table.open_spans(found.start, found.target)
    counted = _without(open_spans, pauses)
    item = policies.process.milestones[found.item]
    start_because: Literal["process", "criteria", "recurrence"] = item.start
    if item.start == "process" and not found.from_entry:
        start_because = "recurrence"
    return Explanation(
        milestone=found.name,
        occurrence=found.n,
        process=file.process.name,
        version=file.process.version,
        start=found.start,
        start_because=start_because,
        allowed_seconds=found.allowed,
        target=found.target,
        calendar=found.calendar,
        calendar_version=file.calendars.get(found.calendar),
        zone=table.calendar.zone,
        calendar_because=found.because,
        counted=tuple(counted[:MOST_SPANS]),
        not_counted=_not_counted(found, table, pauses),
        cut=len(counted) > MOST_SPANS,
    )


def _pauses(milestone: Milestone, at: Instant) -> list[Span]:
    present = () if milestone.paused_at is None else ((milestone.paused_at, at),)
    return merged((*milestone.pauses, *present))


def _not_counted(
    milestone: Milestone, table: Timetable, pauses: list[Span]
) -> tuple[NotCounted, ...]:
    closed = [
        NotCounted(start=span.start, end=span.end, reason=span.reason, day=span.day)
        for span in table.closed_spans(milestone.start, milestone.target)[:MOST_SPANS]
    ]
    paused = [NotCounted(start=start, end=end, reason="paused") for start, end in pauses]
    return tuple(sorted((*closed, *paused), key=lambda span: (span.start, span.end)))


def _without(spans: list[Span], pauses: list[Span]) -> list[Span]:
    left: list[Span] = []
    for start, end in spans:
        at = start
        for low, high in pauses:
            if high <= at or low >= end:
                continue
            if low > at:
                left.append((at, low))
            at = max(at, high)
        if at < end:
            left.append((at, end))
    return left
