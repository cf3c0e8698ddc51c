"""One record with its facts and reasons, and its story in order."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView, ExplainedMilestone, TimelineEntry
from shared.domain.decision import MilestoneFacts
from shared.domain.engine import explain_facts, facts, next_target, roll_up
from shared.domain.policies import Policies
from shared.domain.timeline import timeline_of
from shared.ports import Page
from shared.workflows.mail_states import state_of_contact
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
    known = (*left, *facts(file, policies, now))
    policies = _with_what_was_left(world, file, policies, known)
    explained = [
        ExplainedMilestone(facts=one, why=explain_facts(one, file, policies)) for one in known
    ]
    notes = records.match_notes(file.number)
    texts = records.texts(file.number)
    return CaseView(
        file=file,
        milestones=tuple(
            sorted(
                explained,
                key=lambda m: (m.facts.start, m.facts.item, m.facts.occurrence),
            )
        ),
        roll_up=roll_up(file),
        next_target=next_target(file),
        match_note=notes[-1] if notes else None,
        description=texts.get("description", ""),
        unknown=json.loads(texts.get("unknown", "{}")),
        comments=every(lambda cursor: records.comments(file.number, cursor)),
        mail_state=state_of_contact(world, file),
        now=now,
    )


def _with_what_was_left(
    world: World, file: CaseFile, policies: Policies, known: Iterable[MilestoneFacts]
) -> Policies:
    """What has ended keeps the revisions and the process that it ended under (C7, R9)."""
    also = {(m.calendar, m.calendar_version) for m in known if m.calendar_version is not None}
    pins = {m.of for m in known if m.of is not None}
    if also <= policies.versions.keys() and not pins:
        return policies
    configuration = world.shelf.current()
    found = world.shelf.policies(file, configuration, also=also)
    return replace(found, left=world.shelf.processes(pins, configuration))


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
        effects=file.effects,
        mails=world.mails.mails(file.number),
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
