"""Routes: versions of processes, and the drafts that become them (P1-P3, P5)."""

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from functions.api.configuration_answers import ConfigurationDocument, told_row
from functions.api.desk import caller_of, new_router, world_of
from functions.api.etag import etag, expected_revision
from functions.api.parameters import IfMatch, IfNoneMatch
from functions.api.process_answers import (
    DraftList,
    ProcessDraft,
    ShownVersion,
    VersionList,
    counts,
    draft_line,
    told_draft,
    version_line,
)
from functions.api.process_shapes import DraftDocument, Publishing
from functions.api.rejections import StaleRecord
from functions.api.replies import json_response
from functions.api.shapes import Nothing
from shared.domain.configuration_row import edition_of, published_versions, status_of
from shared.domain.file_form import file_form
from shared.domain.formula import without_trees
from shared.domain.held_document import HeldDocument
from shared.errors import Absent, RevisionMissing, StaleRevision
from shared.workflows.process_draft import (
    clone_version,
    drop_draft,
    read_draft,
    review,
    save_draft,
)
from shared.workflows.publish_draft import publish_draft
from shared.workflows.settle_version import make_default, retire_version, use_of_version

router = new_router()
_TAGS = ["Processes"]
_DRAFT = "/processes/<name>/draft"
_VERSION = "/processes/<name>/versions/<version>"


@router.get(
    "/processes/<name>/versions", tags=_TAGS, operation_id="listVersions", summary="List versions"
)
def list_versions(name: str) -> Response[VersionList]:
    """List every published version of a process, newest first."""
    process = unquote(name)
    row = _row(process)
    bodies = world_of(router).policies.versions("process", process)
    items = [
        version_line(number, str(status_of(row, number)), dict(bodies.get(number, {})))
        for number in reversed(published_versions(row))
    ]
    return json_response(VersionList(items=items))


@router.get(_VERSION, tags=_TAGS, operation_id="showVersion", summary="Show a version")
def show_version(name: str, version: str) -> Response[ShownVersion]:
    """Show a version, by number or as `default`, and which entitlements follow or are pinned to it."""
    process = unquote(name)
    row, number = _row(process), _number(process, version)
    body = world_of(router).policies.document("process", process, number) or row["body"]
    told = ShownVersion(
        name=process,
        version=number,
        status=str(status_of(row, number)),
        document=file_form("process", process, without_trees(body), number),
        entitlements=counts(use_of_version(world_of(router), process, number)),
    )
    return json_response(told)


@router.post(
    f"{_VERSION}/clone", status_code=201, tags=_TAGS, operation_id="cloneVersion", summary="Clone"
)
def clone(name: str, version: str, body: Nothing) -> Response[ProcessDraft]:
    """Clone a version into the draft of its process; a conflict if there is one already."""
    process = unquote(name)
    held = clone_version(world_of(router), process, _number(process, version), caller_of(router))
    return _draft(held, status=201)


@router.post(
    f"{_VERSION}/default", tags=_TAGS, operation_id="makeDefault", summary="Make it the default"
)
def set_default(name: str, version: str, body: Nothing) -> Response[ConfigurationDocument]:
    """Pin what is made from now on to this version; entitlements that follow the default follow."""
    process = unquote(name)
    row = make_default(world_of(router), process, _number(process, version), caller_of(router))
    return json_response(told_row(row), headers={"etag": etag(edition_of(row))})


@router.post(f"{_VERSION}/retire", tags=_TAGS, operation_id="retireVersion", summary="Retire")
def retire(name: str, version: str, body: Nothing) -> Response[ConfigurationDocument]:
    """Let nothing enter this version any more; what runs on it goes on. The default is refused."""
    process = unquote(name)
    row = retire_version(world_of(router), process, _number(process, version), caller_of(router))
    return json_response(told_row(row), headers={"etag": etag(edition_of(row))})


@router.get("/process-drafts", tags=_TAGS, operation_id="listDrafts", summary="List drafts")
def list_drafts() -> Response[DraftList]:
    """List the drafts of all processes."""
    found = world_of(router).policies.drafts()
    return json_response(DraftList(items=[draft_line(held) for held in found]))


@router.get(_DRAFT, tags=_TAGS, operation_id="showDraft", summary="Show a draft")
def show_draft(name: str) -> Response[ProcessDraft]:
    """Show the draft of a process with what publishing would refuse and say."""
    return _draft(read_draft(world_of(router), unquote(name)))


@router.put(_DRAFT, tags=_TAGS, operation_id="putDraft", summary="Save a draft")
def put_draft(
    name: str, body: DraftDocument, if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[ProcessDraft]:
    """Save a draft, faults and all; nothing that is in force changes."""
    process = unquote(name).strip()
    if (if_none_match or "").strip() == "*":
        expected: int | None = 0
    elif if_match:
        expected = expected_revision(if_match)
    else:
        raise RevisionMissing("Send If-Match with the ETag of the draft, or If-None-Match: *.")
    document = body.model_dump(mode="json")
    try:
        held = save_draft(world_of(router), process, document, caller_of(router), expected=expected)
    except StaleRevision as stale:
        raise _with_current(process, stale) from stale
    return _draft(held)


@router.delete(
    _DRAFT, status_code=204, tags=_TAGS, operation_id="deleteDraft", summary="Delete a draft"
)
def delete_draft(name: str, if_match: IfMatch = None) -> Response[None]:
    """Take the draft of a process away."""
    expected = expected_revision(if_match) if if_match else None
    try:
        drop_draft(world_of(router), unquote(name), caller_of(router), expected=expected)
    except StaleRevision as stale:
        raise _with_current(unquote(name), stale) from stale
    return Response(status_code=204, headers={"cache-control": "no-store"})


@router.post(
    f"{_DRAFT}/publish", tags=_TAGS, operation_id="publishDraft", summary="Publish a draft"
)
def publish(
    name: str, body: Publishing, if_match: IfMatch = None
) -> Response[ConfigurationDocument]:
    """Publish the draft that you have seen as the next version, which never changes again."""
    process = unquote(name)
    expected = expected_revision(if_match)
    try:
        done = publish_draft(
            world_of(router),
            process,
            caller_of(router),
            expected=expected,
            make_default=body.default,
        )
    except StaleRevision as stale:
        raise _with_current(process, stale) from stale
    told = told_row(done.document, done.warnings)
    return json_response(told, headers={"etag": etag(told.edition)})


def _draft(held: HeldDocument, *, status: int = 200) -> Response[ProcessDraft]:
    told = told_draft(held, review(world_of(router), held))
    return json_response(told, status=status, headers={"etag": etag(held.edition)})


def _with_current(name: str, stale: StaleRevision) -> StaleRevision:
    held = world_of(router).policies.draft(name)
    if held is None:
        return stale
    current = told_draft(held, review(world_of(router), held)).model_dump(mode="json")
    return StaleRecord(stale.message, current=current, etag=etag(held.edition))


def _row(name: str) -> dict[str, Any]:
    row = world_of(router).shelf.current().row("process", name)
    if row is None:
        raise Absent(f"There is no process '{name}'.")
    return dict(row)


def _number(name: str, version: str) -> int:
    row = _row(name)
    given = unquote(version)
    known = given.isascii() and given.isdigit() and len(given) <= 9  # noqa: PLR2004 - a number of any use
    number = int(str(row["version"])) if given == "default" else int(given) if known else 0
    if status_of(row, number) is None:
        raise Absent(f"The process '{name}' has no version '{given[:40]}'.")
    return number
