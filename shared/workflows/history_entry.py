"""How a decision is written into history: the audit entry and the replayable event (Q5, S4)."""

from collections.abc import Mapping

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.decision import Decision
from shared.domain.history import Caller, HistoryEntry, WakeSource
from shared.domain.milestone_moves import milestone_moves
from shared.domain.value import Value

TIMER = Caller(name="milepost", door="timer")

_REFERENCES = ("account", "contact", "asset", "product", "entitlement")


def entry_of_wake(
    file: CaseFile,
    decision: Decision,
    *,
    source: WakeSource,
    at: Instant,
    origin: Mapping[str, Value],
) -> HistoryEntry:
    """The entry of a wake: nobody acted, timers ran."""
    return entry_of(
        file, decision, Change(), TIMER, verb="fire", at=at, source=source, origin=origin
    )


def entry_of(
    before: CaseFile | None,
    decision: Decision,
    change: Change,
    caller: Caller,
    *,
    verb: str,
    at: Instant,
    source: WakeSource | None = None,
    note: str | None = None,
    origin: Mapping[str, Value] | None = None,
    given: Mapping[str, Value] | None = None,
    beside: tuple[Mapping[str, Value], Mapping[str, Value]] | None = None,
) -> HistoryEntry:
    """Build the entry; the first of a record also carries the values given, where replay starts.

    `beside` is what moved outside the file, before and after.
    """
    after_file = decision.file
    was, became = _moved(before.fields if before else {}, after_file.fields)
    if before is not None:
        references = _moved(_references(before), _references(after_file))
        was, became = {**was, **references[0]}, {**became, **references[1]}
    moved_beside = beside or ({}, {})
    return HistoryEntry(
        number=after_file.number,
        revision=(before.revision if before else 0) + 1,
        at=after_file.changed_at,
        written_at=at,
        who=caller.name,
        door=caller.door,
        verb=verb,
        change=change,
        before={**was, **moved_beside[0]},
        after={**became, **moved_beside[1]},
        values=None if given is None else dict(given),
        origin=dict(origin or {}),
        steps=decision.steps,
        milestones=milestone_moves(
            before.sla.milestones if before else (), after_file.sla.milestones, decision.past
        ),
        fired=decision.fired,
        events=decision.events,
        calendars=_calendars(before, after_file, change),
        source=source,
        note=note,
    )


def _references(file: CaseFile) -> dict[str, Value]:
    """Whom and what a record is for; of a new one the matching decision tells it."""
    return {name: getattr(file, name) for name in _REFERENCES}


def _calendars(before: CaseFile | None, after: CaseFile, change: Change) -> dict[str, int] | None:
    if before is not None and change.recompute is not None:
        return before.calendars
    comes = change.apply_process or change.switch is not None
    return after.calendars if before is None or comes else None


def _moved(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, Value]]:
    names = sorted({*before, *after})
    moved = [name for name in names if before.get(name) != after.get(name)]
    return (
        {name: before.get(name) for name in moved},
        {name: after.get(name) for name in moved},
    )
