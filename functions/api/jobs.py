"""Routes: bulk jobs, looked at first, then run where nobody waits for them."""

from types import ModuleType
from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api import job_answers as answers
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.job_shapes import JobPlan, NewJob
from functions.api.parameters import Cursor, IdempotencyKey
from functions.api.replies import json_response
from functions.api.shapes import Nothing
from shared.errors import Absent

router = new_router()
_TAGS = ["Jobs"]
_LONGEST_ID = 60


@router.post("/jobs/preview", tags=_TAGS, operation_id="previewJob", summary="Preview a bulk job")
def preview(body: JobPlan) -> Response[answers.JobPreview]:
    """Say how many items a job would touch, and what would move on some; nothing is written."""
    return json_response(_desk().preview(world_of(router), body, caller_of(router)))


@router.post(
    "/jobs", status_code=201, tags=_TAGS, operation_id="startJob", summary="Start a bulk job"
)
def start(body: NewJob, idempotency_key: IdempotencyKey = None) -> Response[answers.Job]:
    """Start a job; it goes on by itself, and its address tells how far it is."""
    del idempotency_key  # it is read with the whole request
    told = _desk().start(world_of(router), body, caller_of(router), repeat(router, body))
    return json_response(told, status=201, headers={"location": f"/jobs/{told.id}"})


@router.get("/jobs", tags=_TAGS, operation_id="listJobs", summary="List bulk jobs")
def list_many(
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[answers.JobPage]:
    """List jobs, newest first."""
    return json_response(_desk().page(world_of(router), cursor, limit))


@router.get("/jobs/<job>", tags=_TAGS, operation_id="showJob", summary="Show a bulk job")
def show_one(job: str) -> Response[answers.Job]:
    """Show how far a job is, what became of its items, and why some failed."""
    return json_response(_desk().show(world_of(router), _read(job)))


@router.post(
    "/jobs/<job>/cancel", tags=_TAGS, operation_id="cancelJob", summary="Cancel a bulk job"
)
def cancel(job: str, body: Nothing) -> Response[answers.Job]:
    """Stop a job before its next chunk; what is done stays done."""
    return json_response(_desk().cancel(world_of(router), _read(job), caller_of(router)))


def _desk() -> ModuleType:
    from functions.api import job_desk  # noqa: PLC0415 - few requests need it

    return job_desk


def _read(identifier: str) -> str:
    known = unquote(identifier).strip().upper()
    if not 0 < len(known) <= _LONGEST_ID:
        raise Absent("There is no such job.")
    return known
