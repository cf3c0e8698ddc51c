"""Route: the audit trail, of one document or record, or of a day (S4)."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.answers import Moment, Told
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.parameters import Cursor, Name
from functions.api.replies import json_response
from shared.business_time.instant import format_instant
from shared.domain.audit import AuditEntry
from shared.domain.history import HistoryEntry
from shared.errors import Fault, Refused
from shared.ports import Page

router = new_router()

_RECORDS = ("case", "work_order")
_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class AuditLine(Told):
    """One change: who made it, when, through which door, and what it was before and after."""

    kind: str
    id: str
    edition: int
    at: Moment
    by: str
    door: str
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


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
    if kind in _RECORDS:
        history = world.records.history(read_number(str(identifier)), cursor, limit)
        access = world.shelf.current().declared("case").open_to
        hidden = access.hidden_from(caller_of(router).roles)
        return json_response(_page(history, lambda entry: _of_record(entry, hidden)))
    if kind is not None:
        return json_response(
            _page(world.directory.changes(kind, str(identifier), cursor, limit), _of_document)
        )
    return json_response(_page(world.directory.changes_on(str(day), cursor, limit), _of_document))


def _page(page: Page[Any], told: Any) -> AuditPage:
    return AuditPage(items=[told(entry) for entry in page.items], next=page.cursor)


def _of_document(entry: AuditEntry) -> AuditLine:
    return AuditLine(
        **entry.model_dump(exclude={"at", "before", "after"}),
        at=format_instant(entry.at),
        before=dict(entry.before) if entry.before is not None else None,
        after=dict(entry.after) if entry.after is not None else None,
    )


def _of_record(entry: HistoryEntry, hidden: frozenset[str]) -> AuditLine:
    return AuditLine(
        kind="case",
        id=entry.number,
        edition=entry.revision,
        at=format_instant(entry.at),
        by=entry.who,
        door=entry.door,
        verb=entry.verb,
        before={name: value for name, value in entry.before.items() if name not in hidden},
        after={name: value for name, value in entry.after.items() if name not in hidden},
    )
