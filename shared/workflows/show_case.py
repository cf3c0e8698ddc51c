"""One record with its facts and reasons, and its story in order."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView, ExplainedMilestone, TimelineEntry
from shared.domain.decision import MilestoneFacts
from shared.domain.engine import explain_facts, facts, next_target, roll_up
from shared.domain.policies import Policies
from shared.domain.timeline import timeline_of
from shared.ports import Page
from shared.workflows.world import World

T = TypeVar("T")

MOST_PAGES = 50


def show_case(world: World, number: str) -> CaseView:
    """The record as it stands now; raises Absent."""
    file = world.records.load(number)
    policies = world.shelf.policies(file, world.shelf.current())
    return view_of(world, file, policies)


def view_of(world: World, file: CaseFile, policies: Policies) -> CaseView:
    """The view of a file that is already at hand."""
    now = world.clock.now()
    records = world.records
    left = every(lambda cursor: records.past(file.number, cursor))
    policies = _with_calendars_of(world, file, policies, left)
    ended = [
        ExplainedMilestone(facts=past, why=explain_facts(past, file, policies)) for past in left
    ]
    present = [
        ExplainedMilestone(facts=known, why=explain_facts(known, file, policies))
        for known in facts(file, policies, now)
    ]
    notes = records.match_notes(file.number)
    return CaseView(
        file=file,
        milestones=tuple(
            sorted(
                (*ended, *present),
                key=lambda m: (m.facts.start, m.facts.item, m.facts.occurrence),
            )
        ),
        roll_up=roll_up(file),
        next_target=next_target(file),
        match_note=notes[-1] if notes else None,
        description=records.text(file.number, "description") or "",
        comments=every(lambda cursor: records.comments(file.number, cursor)),
        now=now,
    )


def _with_calendars_of(
    world: World, file: CaseFile, policies: Policies, left: Iterable[MilestoneFacts]
) -> Policies:
    """What has left the file keeps the revision that it ended under (C7)."""
    also = {(m.calendar, m.calendar_version) for m in left if m.calendar_version is not None}
    if also <= policies.versions.keys():
        return policies
    return world.shelf.policies(file, world.shelf.current(), also=also)


def case_timeline(
    world: World, number: str, roles: tuple[str, ...] = ()
) -> tuple[TimelineEntry, ...]:
    """The story of a record, oldest first, without what is hidden from the roles; raises Absent."""
    records = world.records
    file = records.load(number)
    declared = world.shelf.current().declared(file.record_type)
    return timeline_of(
        history=every(lambda cursor: records.history(number, cursor)),
        log=every(lambda cursor: records.action_log(number, cursor)),
        comments=every(lambda cursor: records.comments(number, cursor)),
        match_notes=records.match_notes(number),
        tasks=every(lambda cursor: records.tasks(number, cursor)),
        hidden=declared.open_to.hidden_from(roles),
    )


def every(page: Callable[[str | None], Page[T]]) -> tuple[T, ...]:
    """All items of a paged read about one record, at most fifty pages."""
    found: list[T] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        answer = page(cursor)
        found.extend(answer.items)
        cursor = answer.cursor
        if cursor is None:
            break
    return tuple(found)
