"""Routes: what is done with an entitlement, beyond changing its keys."""

from typing import Annotated, Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from functions.api.answers import Moment, Told
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.directory_answers import told_document
from functions.api.directory_examples import CORRECTION, RENEWAL, TOP_UP
from functions.api.etag import etag
from functions.api.parameters import Cursor, IdempotencyKey
from functions.api.replies import json_response
from functions.api.resources import ENTITLEMENT, told_shape
from functions.api.shapes import Asked
from shared.business_time.instant import format_instant
from shared.domain.allowance import LedgerEntry
from shared.domain.case_file import RecordType
from shared.domain.written import Count, Day, Id, Words
from shared.workflows.move_allowance import Moved, Movement, move_allowance, read_ledger
from shared.workflows.renew_entitlement import renew_entitlement

router = new_router()
_TOLD: Any = told_shape(ENTITLEMENT)
_MOST = 1_000_000


def _something(amount: int) -> int:
    if amount == 0:
        raise ValueError("A correction by nothing corrects nothing.")
    return amount


class Renewal(Asked):
    """The next term; left out, it begins when this one ends and is as long."""

    start_date: Day | None = None
    end_date: Day | None = None
    name: Words | None = None
    contract: Id | None = None
    line: Id | None = None
    cases_per_entitlement: Count | None = None

    model_config = ConfigDict(json_schema_extra={"example": RENEWAL})


class TopUp(Asked):
    """More records than were included, and where that was agreed."""

    amount: Annotated[int, Field(strict=True, ge=1, le=_MOST)]
    of: RecordType = "case"
    reference: Words

    model_config = ConfigDict(json_schema_extra={"example": TOP_UP})


class Correction(Asked):
    """By how much what is used changes, up or down, and why."""

    amount: Annotated[
        int,
        Field(strict=True, ge=-_MOST, le=_MOST, json_schema_extra={"not": {"const": 0}}),
        AfterValidator(_something),
    ]
    of: RecordType = "case"
    reference: Words

    model_config = ConfigDict(json_schema_extra={"example": CORRECTION})


class LedgerLine(Told):
    """One movement; `amount` is by how much what is used changed."""

    at: Moment
    kind: str
    of: str
    amount: int
    by: str
    door: str | None
    record: str | None
    reference: str | None


class LedgerPage(Told):
    """Movements of an allowance, oldest first; their sum is what is used."""

    items: list[LedgerLine]
    next: str | None


class MovedAllowance(Told):
    """What was entered, and what is used and left since."""

    entry: LedgerLine
    used: int
    remaining: int


@router.post(
    "/entitlements/<identifier>/renew",
    status_code=201,
    tags=["Directory"],
    operation_id="renewEntitlement",
    summary="Renew an entitlement",
)
def renew(identifier: str, body: Renewal) -> Response[_TOLD]:
    """Make the entitlement of the next term, linked to this one; there is never more than one."""
    world, caller = world_of(router), caller_of(router)
    held = renew_entitlement(
        world,
        unquote(identifier),
        caller,
        start=body.start_date,
        end=body.end_date,
        changes=_given(body),
    )
    return json_response(
        told_document(world, ENTITLEMENT, _TOLD, held, caller),
        status=201,
        headers={
            "location": f"/entitlements/{quote(held.id, safe='')}",
            "etag": etag(held.edition),
        },
    )


@router.get(
    "/entitlements/<identifier>/ledger",
    tags=["Directory"],
    operation_id="showLedger",
    summary="Read the ledger of an allowance",
)
def show_ledger(
    identifier: str, cursor: Cursor = None, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Response[LedgerPage]:
    """Say who used what of an allowance, when and for which record, oldest first."""
    page = read_ledger(world_of(router), unquote(identifier), cursor, limit)
    return json_response(LedgerPage(items=[_line(one) for one in page.items], next=page.cursor))


@router.post(
    "/entitlements/<identifier>/top-up",
    status_code=201,
    tags=["Directory"],
    operation_id="topUpAllowance",
    summary="Top an allowance up",
)
def top_up(
    identifier: str, body: TopUp, idempotency_key: IdempotencyKey = None
) -> Response[MovedAllowance]:
    """Give an entitlement more records than it includes."""
    del idempotency_key  # it is read with the whole request
    return _moved(identifier, Movement("top_up", body.of, -body.amount, body.reference), body)


@router.post(
    "/entitlements/<identifier>/correction",
    status_code=201,
    tags=["Directory"],
    operation_id="correctAllowance",
    summary="Correct what is used of an allowance",
)
def correct(
    identifier: str, body: Correction, idempotency_key: IdempotencyKey = None
) -> Response[MovedAllowance]:
    """Set right what is used: `amount` is added to it, and may be negative."""
    del idempotency_key  # it is read with the whole request
    return _moved(identifier, Movement("correction", body.of, body.amount, body.reference), body)


def _moved(identifier: str, movement: Movement, body: BaseModel) -> Response[MovedAllowance]:
    moved: Moved = move_allowance(
        world_of(router), unquote(identifier), movement, caller_of(router), repeat(router, body)
    )
    told = MovedAllowance(entry=_line(moved.entry), used=moved.used, remaining=moved.remaining)
    return json_response(told, status=201)


def _line(entry: LedgerEntry) -> LedgerLine:
    return LedgerLine(
        **entry.model_dump(include={"kind", "amount", "by", "door", "record", "reference"}),
        at=format_instant(entry.at),
        of=entry.record_type,
    )


def _given(body: BaseModel) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True, exclude={"start_date", "end_date"})
