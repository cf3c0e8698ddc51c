"""Why a target is what it is: the spans that counted, and those that did not (M17)."""

from datetime import date
from typing import Literal

from shared.business_time.instant import Instant
from shared.business_time.pauses import merged
from shared.business_time.timetable import Timetable
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.engine.facts import facts_of
from shared.domain.milestone import CalendarBecause, Span
from shared.domain.policies import Policies
from shared.domain.value import Frozen

MOST_SPANS = 2_000


class NotCounted(Frozen):
    """A span that did not count: paused, or closed with the reason, its date and a holiday's name."""

    start: Instant
    end: Instant
    reason: str
    day: date | None = None
    name: str = ""


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
    if found is None:
        return None
    return explain_facts(
        facts_of(found, policies.table(found.calendar, found.calendar_version), at), file, policies
    )


def explain_facts(known: MilestoneFacts, file: CaseFile, policies: Policies) -> Explanation | None:
    """The explanation of facts, also of an occurrence that has left the file.

    None where what it ran on is not at hand, or was not noted when it ended.
    """
    table = _table(known, file, policies)
    start_because = _start_because(known, policies)
    pin = known.of or file.process
    if table is None or start_because is None or pin is None or known.pauses is None:
        return None
    pauses = merged(known.pauses)
    counted = without(table.open_spans(known.start, known.target), pauses)
    not_counted = _not_counted(known, table, pauses)
    return Explanation(
        milestone=known.milestone,
        occurrence=known.occurrence,
        process=pin.name,
        version=pin.version,
        start=known.start,
        start_because=start_because,
        allowed_seconds=known.allowed_seconds,
        target=known.target,
        calendar=known.calendar,
        calendar_version=_version(known, file),
        zone=table.calendar.zone,
        calendar_because=known.calendar_because,
        counted=tuple(counted[:MOST_SPANS]),
        not_counted=not_counted[:MOST_SPANS],
        cut=len(counted) > MOST_SPANS or len(not_counted) > MOST_SPANS,
    )


def _version(known: MilestoneFacts, file: CaseFile) -> int | None:
    pinned = file.calendars.get(known.calendar)
    return pinned if known.calendar_version is None else known.calendar_version


def _table(known: MilestoneFacts, file: CaseFile, policies: Policies) -> Timetable | None:
    """The revision that it counted in; None if that is not at hand."""
    version = _version(known, file)
    found = policies.versions.get((known.calendar, version)) if version is not None else None
    if found is None and version == file.calendars.get(known.calendar):
        return policies.calendars.get(known.calendar)
    return found


def _start_because(
    known: MilestoneFacts, policies: Policies
) -> Literal["process", "criteria", "recurrence"] | None:
    process = policies.process if known.of is None else policies.left.get(known.of)
    items = process.milestones if process else ()
    if known.item >= len(items) or items[known.item].milestone != known.milestone:
        return None
    if items[known.item].start == "criteria":
        return "criteria"
    return "process" if known.from_entry else "recurrence"


def _not_counted(
    known: MilestoneFacts, table: Timetable, pauses: list[Span]
) -> tuple[NotCounted, ...]:
    closed = [
        NotCounted(start=span.start, end=span.end, reason=span.reason, day=span.day, name=span.name)
        for span in table.closed_spans(known.start, known.target)
    ]
    paused = [NotCounted(start=start, end=end, reason="paused") for start, end in pauses]
    return tuple(sorted((*closed, *paused), key=lambda span: (span.start, span.end)))


def without(spans: list[Span], pauses: list[Span]) -> list[Span]:
    """Spans with the merged pauses cut out of them."""
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
