"""Route: the audit trail, of one document or record, or of a day (S4)."""

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from functions.api.answers import Moment, Told
from functions.api.desk import caller_of, new_router, world_of
from functions.api.directory_answers import visible
from functions.api.numbers import read_number
from functions.api.parameters import Cursor, Name
from functions.api.replies import json_response
from shared.business_time.instant import format_instant
from shared.domain.audit import AuditEntry
from shared.domain.case_file import RecordType
from shared.domain.held_document import DIRECTORY_KINDS
from shared.domain.history import HistoryEntry
from shared.errors import Absent, Fault, Refused
from shared.ports import Page
from shared.workflows.world import World

router = new_router()

_RECORDS = ("case", "work_order")
_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


def _is_none(value: Any) -> bool:
    return value is None


class MilestoneMove(Told):
    """One milestone of a record that a change moved, with the keys that are different since."""

    milestone: str
    occurrence: int
    before: dict[str, Any]
    after: dict[str, Any]


class AuditLine(Told):
    """One change: who made it, when, through which door, and what it was before and after.

    Of a process they are its versions, and `after.changes` what became different in the promise, part
    by part; `after.more_changes` counts those that are too many to be told. Of a record `before` and `after` are the fields that moved, and `milestones` those that did.
    """

    kind: str
    id: str
    edition: int
    at: Moment
    by: str
    door: str
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    note: str | None = Field(None, exclude_if=_is_none)
    milestones: list[MilestoneMove] | None = Field(None, exclude_if=_is_none)


class AuditPage(Told):
    """Changes: of a day or a document newest first, of a record oldest first."""

    items: list[AuditLine]
    next: str | None


Day = Annotated[str | None, Query(pattern=_DAY, description="A day in UTC, such as 2026-03-02.")]


@router.get("/audit", tags=["Audit"], operation_id="listChanges", summary="Read the audit trail")
def list_changes(
    kind: Name = None,
    identifier: Annotated[str | None, Query(alias="id", min_length=1, max_length=255)] = None,
    day: Day = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[AuditPage]:
    """Read the changes of one thing (`kind` and `id`), or all of a `day` but those of records."""
    if (kind is None) != (identifier is None) or (kind is None) == (day is None):
        words = "Give kind and id, or a day."
        raise Refused("One trail at a time.", faults=(Fault("query:/", words),))
    world = world_of(router)
    hidden = _hidden(world, "work_order" if kind == "work_order" else "case")
    if kind in _RECORDS:
        number = read_number(str(identifier))
        if world.records.load(number).record_type != kind:
            raise Absent(f"There is no record {number}.")
        history = world.records.history(number, cursor, limit)
        return json_response(_page(history, lambda entry: _of_record(str(kind), entry, hidden)))
    if kind is not None:
        found = world.directory.changes(kind, str(identifier), cursor, limit)
    else:
        found = world.directory.changes_on(str(day), cursor, limit)
    return json_response(_page(found, lambda entry: _of_document(entry, hidden)))


def _hidden(world: World, record_type: RecordType) -> frozenset[str]:
    access = world.shelf.current().declared(record_type).open_to
    return access.hidden_from(caller_of(router).roles)


def _page(page: Page[Any], told: Any) -> AuditPage:
    return AuditPage(items=[told(entry) for entry in page.items], next=page.cursor)


def _of_document(entry: AuditEntry, hidden: frozenset[str]) -> AuditLine:
    return AuditLine(
        **entry.model_dump(exclude={"at", "before", "after"}),
        at=format_instant(entry.at),
        before=_seen(entry.kind, entry.before, hidden),
        after=_seen(entry.kind, entry.after, hidden),
    )


def _seen(
    kind: str, document: Mapping[str, Any] | None, hidden: frozenset[str]
) -> dict[str, Any] | None:
    if document is None or kind not in DIRECTORY_KINDS:
        return None if document is None else dict(document)
    return {"id": document["id"], **visible(kind, document, hidden)}


def _of_record(kind: str, entry: HistoryEntry, hidden: frozenset[str]) -> AuditLine:
    return AuditLine(
        kind=kind,
        id=entry.number,
        edition=entry.revision,
        at=format_instant(entry.at),
        by=entry.who,
        door=entry.door,
        verb=entry.verb,
        before={name: value for name, value in entry.before.items() if name not in hidden},
        after={name: value for name, value in entry.after.items() if name not in hidden},
        note=entry.note,
        milestones=[MilestoneMove(**one.model_dump()) for one in entry.milestones],
    )
