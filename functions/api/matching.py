"""Routes: what a record would get, before there is one."""

from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router, world_of
from functions.api.matching_answers import JudgedCandidate, WouldMatch
from functions.api.matching_shapes import DraftRecord
from functions.api.replies import json_response
from shared.business_time.instant import format_instant
from shared.domain.intake import Intake

if TYPE_CHECKING:
    from shared.workflows.preview_match import Preview

router = new_router()

_IN_FIELDS = ("status", "priority", "owner", "queue")


@router.post(
    "/entitlements/match",
    tags=["Entitlements"],
    operation_id="previewMatch",
    summary="Ask which entitlement a record would get",
)
def preview(body: DraftRecord) -> Response[WouldMatch]:
    """Decide as opening the record would, and tell the verdict on every candidate; nothing is written."""
    from shared.workflows.preview_match import preview_match  # noqa: PLC0415 - few requests need it

    return json_response(
        _told(preview_match(world_of(router), _intake(body), caller_of(router), body.at))
    )


def _intake(body: DraftRecord) -> Intake:
    given = body.model_dump(include={*_IN_FIELDS}, exclude_none=True)
    left_out = {*_IN_FIELDS, "channel", "at", "subject", "fields"}
    return Intake(
        origin=body.channel,
        subject=body.subject or "",
        **body.model_dump(exclude=left_out),
        fields={**body.fields, **given},
        repeat_key="",
        fingerprint="",
    )


def _told(found: "Preview") -> WouldMatch:
    identity, match, pin = found.identity, found.match, found.process
    return WouldMatch(
        account=identity.account,
        contact=identity.contact,
        asset=match.asset,
        product=identity.product,
        entitlement=match.entitlement,
        process=answers.Process(name=pin.name, version=pin.version) if pin else None,
        by=match.by,
        because=found.because,
        no_entitlement=match.no_entitlement,
        warnings=list(match.warnings),
        candidates=[
            JudgedCandidate(
                entitlement=one.entitlement,
                name=one.name,
                account=one.account,
                verdict=one.verdict,
                words=one.words,
                cases_left=one.left,
            )
            for one in found.candidates
        ],
        as_of=format_instant(found.at),
    )
