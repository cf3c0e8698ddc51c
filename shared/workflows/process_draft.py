"""Drafts of processes: cloned from a version, edited with an edition, checked as publishing would (P2, P3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.audit import AuditEntry, AuditVerb
from shared.domain.configuration_wish import Wish, judged_wish
from shared.domain.file_form import file_form
from shared.domain.held_document import HeldDocument, words_for
from shared.domain.history import Caller
from shared.domain.version_words import refuse_in_draft
from shared.errors import Absent, Conflict, Fault, StaleRevision, StateConflict
from shared.workflows.world import World

KIND = "process_draft"
DOCUMENT, BASED_ON = "document", "based_on"
_LONGEST_TRAIL = 100_000


@dataclass(frozen=True, slots=True)
class Review:
    """What publishing would refuse, and what it would only say; each with its pointer (P5)."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def read_draft(world: World, name: str) -> HeldDocument:
    """The draft of a process; raises Absent."""
    found = world.policies.draft(name)
    if found is None:
        raise Absent(f"The process '{name}' has no draft.")
    return found


def review(world: World, held: HeldDocument) -> Review:
    """Judge a draft with everything that is in force; nothing is written."""
    revision = world.policies.revision()
    in_force = world.policies.documents(revision) if revision else ()
    wish = Wish("process", held.id, held.document[DOCUMENT])
    _, faults, warnings = judged_wish(
        wish, in_force, lambda kind, name: world.directory.get(kind, name) is not None
    )
    return Review((*faults, *refuse_in_draft(wish.body)), tuple(warnings))


def clone_version(world: World, name: str, version: int, caller: Caller) -> HeldDocument:
    """Make a draft of a published version; raises Absent, StateConflict if there is a draft."""
    configuration = world.shelf.current()
    if configuration.status_of_version(name, version) is None:
        raise Absent(f"The process '{name}' has no version {version}.")
    body = world.policies.document("process", name, version) or {}
    form = {key: value for key, value in file_form("process", name, body).items() if key != "kind"}
    try:
        return save_draft(world, name, form, caller, expected=0, based_on=version)
    except StaleRevision as there:
        words = f"The process '{name}' has a draft already: publish or delete it first."
        raise StateConflict(words) from there


def save_draft(
    world: World,
    name: str,
    document: Mapping[str, Any],
    caller: Caller,
    *,
    expected: int | None,
    based_on: int | None = None,
) -> HeldDocument:
    """Keep a draft as it is, with all its faults; raises StaleRevision (`expected` 0: there is none)."""
    before = world.policies.draft(name)
    _refuse_stale(name, before, expected)
    if before is not None and before.document[DOCUMENT] == document:
        return before
    origin = before.document.get(BASED_ON) if before is not None else based_on
    _write(world, name, {DOCUMENT: dict(document), BASED_ON: origin}, before, caller)
    return read_draft(world, name)


def drop_draft(world: World, name: str, caller: Caller, *, expected: int | None) -> None:
    """Take a draft away; raises Absent, StaleRevision."""
    before = read_draft(world, name)
    _refuse_stale(name, before, expected)
    _write(world, name, None, before, caller)


def _refuse_stale(name: str, before: HeldDocument | None, expected: int | None) -> None:
    present = 0 if before is None else before.edition
    if expected is not None and expected != present:
        words = f"is at edition {present}" if present else "does not exist"
        raise StaleRevision(f"The draft of '{name}' {words}, and {words_for(expected)}.")


def _write(
    world: World,
    name: str,
    content: Mapping[str, Any] | None,
    before: HeldDocument | None,
    caller: Caller,
) -> None:
    verb: AuditVerb = "delete" if content is None else "change"
    was = before.document if before is not None else None
    entry = AuditEntry(
        kind=KIND,
        id=name,
        edition=0,
        at=world.clock.now(),
        by=caller.name,
        door=caller.door,
        verb=verb if before is not None else "create",
        before=_shown(was),
        after=_shown(content),
    )
    try:
        world.policies.put_draft(name, content, before=before, entry=entry)
    except Conflict as lost:
        raise StaleRevision(f"The draft of '{name}' was changed just now.") from lost


def _shown(content: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A draft whole, unless it is too large to be told twice."""
    if content is None or len(json.dumps(content)) <= _LONGEST_TRAIL:
        return content
    return {BASED_ON: content.get(BASED_ON)}
