"""Routes: open, list, show and change records."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import answers, present
from functions.api.desk import (
    address_of,
    caller_of,
    new_router,
    record_type_of,
    repeat_or_request,
    world_of,
)
from functions.api.etag import etag, expected_revision
from functions.api.numbers import read_number
from functions.api.parameters import Cursor, IdempotencyKey, IfMatch, Name
from functions.api.rejections import StaleRecord
from functions.api.replies import json_response, told_case
from functions.api.shapes import OWN_KEYS, CaseChange, NewCase
from shared.domain.alteration import Alteration, Reference
from shared.domain.intake import Intake, Opened
from shared.errors import Fault, Refused, StaleRevision
from shared.workflows.change_case import change_case
from shared.workflows.list_cases import list_cases
from shared.workflows.open_case import open_case
from shared.workflows.show_case import show_case
from shared.workflows.world import World

router = new_router()

_REFERENCES: tuple[Reference, ...] = ("account", "contact", "asset", "product", "entitlement")
_IN_FIELDS = ("status", "priority", "owner", "queue")
_OF_THE_CUSTOMER = ("name", "email", "phone", "company")


@router.post(
    "/cases", status_code=201, tags=["Cases"], operation_id="openCase", summary="Open a record"
)
def open_one(
    body: NewCase,
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.Opened]:
    """Open a record; the answer says which entitlement it got, or why none."""
    world, caller = world_of(router), caller_of(router)
    once = repeat_or_request(router, body)
    given = body.model_dump(include={*_IN_FIELDS}, exclude_none=True)
    supplied = body.model_dump(include={*_OF_THE_CUSTOMER}, exclude_none=True)
    opened = open_case(
        world,
        Intake(
            origin="api",
            record_type=record_type_of(router),
            verified=True,
            **body.model_dump(exclude={*_IN_FIELDS, "fields"}),
            fields={**body.fields, **given},
            supplied=supplied,
            repeat_key=once.key,
            fingerprint=once.fingerprint,
        ),
        caller,
    )
    told, revision = _told(world, opened)
    return json_response(
        told,
        status=201,
        headers={"location": address_of(router, opened.number), "etag": etag(revision)},
    )


_FIRST = 1
"""The creating write makes revision 1 (§1)."""


def _told(world: World, opened: Opened) -> tuple[answers.Opened, int]:
    """A repeat decided nothing: it is told what the record has now."""
    told = {**opened.model_dump(), "warnings": list(opened.warnings)}
    if not opened.repeated:
        return answers.Opened(**told), _FIRST
    file = show_case(world, opened.number).file
    told["entitlement"] = file.entitlement
    told["no_entitlement"] = file.stamp.no_entitlement
    told["warnings"] = list(file.stamp.warnings)
    return answers.Opened(**told), file.revision


@router.get(
    "/cases", tags=["Cases"], operation_id="listCases", summary="List open records by next target"
)
def list_many(
    queue: Name = None,
    owner: Name = None,
    account: Name = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.CasePage]:
    """List open records by next target: of a queue, an owner (`me` is you) or all; or those of an account."""
    if sum(given is not None for given in (queue, owner, account)) > 1:
        raise Refused(
            "One list at a time.",
            faults=(Fault("query:/", "Give at most one of queue, owner and account."),),
        )
    mine = caller_of(router).name if owner == "me" else owner
    whose = f"queue:{queue}" if queue else f"user:{mine}" if mine else None
    page = list_cases(world_of(router), owner=whose, account=account, cursor=cursor, limit=limit)
    told = [present.card(known) for known in page.items]
    return json_response(answers.CasePage(items=told, next=page.cursor))


@router.get("/cases/<number>", tags=["Cases"], operation_id="showCase", summary="Show a record")
def show_one(number: str) -> Response[answers.Case]:
    """Show a record with its milestones, and why it has this entitlement and these targets."""
    return told_case(router, show_case(world_of(router), read_number(number)))


@router.patch(
    "/cases/<number>", tags=["Cases"], operation_id="changeCase", summary="Change a record"
)
def change_one(
    number: str,
    body: CaseChange,
    if_match: IfMatch = None,
) -> Response[answers.Case]:
    """Change a record that nobody has changed since you saw it."""
    world, known = world_of(router), read_number(number)
    expected = expected_revision(if_match)
    try:
        view = change_case(world, known, _alteration(body), caller_of(router), if_match=expected)
    except StaleRevision as stale:
        raise _with_current(stale, known) from stale
    return told_case(router, view)


def _with_current(stale: StaleRevision, number: str) -> StaleRecord:
    now = told_case(router, show_case(world_of(router), number))
    current = now.body.model_dump(mode="json") if now.body else {}
    return StaleRecord(stale.message, current=current, etag=str(now.headers["etag"]))


def _alteration(body: CaseChange) -> Alteration:
    given = body.model_fields_set
    values = {name: getattr(body, name) for name in OWN_KEYS & given}
    references = {name: getattr(body, name) for name in _REFERENCES if name in given}
    if body.fire_past and body.entitlement is None:
        words = "It belongs to an entitlement that is named."
        raise Refused(
            "The record cannot be changed so.", faults=(Fault("/fire_past", words, "missing"),)
        )
    return Alteration(
        verb="update",
        fire_past=body.fire_past,
        fields={**body.fields, **values},
        clear=tuple(name for name, value in references.items() if value is None),
        **{name: value for name, value in references.items() if value is not None},
    )
