"""What a configuration revision says of its documents: who made and changed them, and the trail."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.audit import AuditEntry, AuditVerb
from shared.domain.configuration_row import EDITION, PUBLISHED, RETIRED
from shared.domain.difference import differences
from shared.domain.formula import without_trees
from shared.domain.history import Caller

Document: TypeAlias = Mapping[str, Any]

CREATED, CHANGED = "created", "changed"
_STAMPS = (EDITION, CREATED, CHANGED)
_LONGEST_TRAIL = 150_000
_MOST_CHANGES = 50
_LONGEST_PART = 500


def stamped(
    documents: Sequence[Document],
    in_force: Sequence[Document],
    *,
    revision: int,
    caller: Caller,
    at: Instant,
) -> tuple[Document, ...]:
    """The documents of `revision`, each with its edition and authors; unchanged ones keep theirs."""
    before = _by_name(in_force)
    return tuple(
        _stamped(document, before.get(_name(document)), revision, (caller.name, at))
        for document in documents
    )


def trail_of(
    documents: Sequence[Document],
    in_force: Sequence[Document],
    *,
    revision: int,
    caller: Caller,
    at: Instant,
) -> Iterator[AuditEntry]:
    """One entry for each document that `revision` creates, changes or takes away (S4)."""
    before, after = _by_name(in_force), _by_name(documents)
    for kind, name in dict.fromkeys((*before, *after)):
        old, new = before.get((kind, name)), after.get((kind, name))
        if old is not None and new is not None and _same(old, new):
            continue
        verb: AuditVerb = "create" if old is None else "change" if new is not None else "delete"
        shown = _shown(old), _with_changes(_shown(new), old, new)
        if sum(len(json.dumps(part)) for part in shown) > _LONGEST_TRAIL:
            shown = _heading(old), _heading(new)
        yield AuditEntry(
            kind=kind,
            id=name,
            edition=revision,
            at=at,
            by=caller.name,
            door=caller.door,
            verb=verb,
            before=shown[0],
            after=shown[1],
        )


def _stamped(
    document: Document, before: Document | None, revision: int, author: tuple[str, Instant]
) -> Document:
    if before is not None and _same(document, before):
        return {**document, **{key: before[key] for key in _STAMPS if key in before}}
    made = before.get(CREATED) if before is not None else author
    stamps = {EDITION: revision, CREATED: list(made) if made else None, CHANGED: list(author)}
    return {**document, **{key: value for key, value in stamps.items() if value is not None}}


def _by_name(documents: Sequence[Document]) -> dict[tuple[str, str], Document]:
    return {_name(document): document for document in documents}


def _name(document: Document) -> tuple[str, str]:
    return document["kind"], document["name"]


def _same(one: Document, other: Document) -> bool:
    return _content(one) == _content(other)


def _content(document: Document) -> dict[str, Any]:
    own = {key: value for key, value in document.items() if key not in _STAMPS}
    # trees of formulas follow from their texts, and may come later than these
    return {**own, "body": without_trees(document["body"])}


def _shown(document: Document | None) -> dict[str, Any] | None:
    """A process by its versions, whose contents stay where they are; anything else whole."""
    if document is None:
        return None
    if document["kind"] == "process":
        return _heading(document)
    return {**without_trees(document["body"])}


def _with_changes(
    shown: dict[str, Any] | None, old: Document | None, new: Document | None
) -> dict[str, Any] | None:
    """What became different in the promise of a process, in parts as a plan names them; the first ones."""
    if shown is None or old is None or new is None or new["kind"] != "process":
        return shown
    found = differences(without_trees(old["body"]), without_trees(new["body"]))
    if not found:
        return shown
    told = [
        {"path": one.path, "before": _short(one.before), "after": _short(one.after)}
        for one in found[:_MOST_CHANGES]
    ]
    return {**shown, "changes": told, "more_changes": max(0, len(found) - _MOST_CHANGES)}


def _short(part: Any) -> Any:
    text = json.dumps(part, ensure_ascii=False)
    return part if len(text) <= _LONGEST_PART else f"{text[: _LONGEST_PART - 1]}…"


def _heading(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    own = {key: document[key] for key in (PUBLISHED, RETIRED) if key in document}
    return {"version": document["version"], **own}
