"""Routes: files of a record, which pass by us: they are put up and fetched at addresses of their own."""

from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from pydantic import ConfigDict, Field

from functions.api.answers import Moment, Told
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.numbers import read_number
from functions.api.parameters import IdempotencyKey
from functions.api.replies import json_response
from functions.api.shapes import Asked, Short
from shared.business_time.instant import format_instant
from shared.domain.attached import MOST_BYTES, Attached

router = new_router()
_TAGS = ["Attachments"]


class NewAttachment(Asked):
    """A file that is to be put up; what is put up has exactly this size and type."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"name": "invoice.pdf", "type": "application/pdf", "size": 48213}
        }
    )
    name: Short
    type: Short = "application/octet-stream"
    size: Annotated[int, Field(strict=True, ge=1, le=MOST_BYTES)]


class UploadPlace(Told):
    """Where to put the file, with PUT and these headers; `id` names it in a reply."""

    id: str
    name: str
    type: str
    size: int
    url: str
    method: str
    headers: dict[str, str]
    expires_at: Moment


class Attachment(Told):
    """A file of a record; `mail` is the subject of the mail that it came with.

    One that is `waiting` has a place, and nothing was put there yet.
    """

    id: str
    name: str
    type: str
    size: int
    at: Moment
    by: str
    inline: bool
    mail: str | None
    waiting: bool


class AttachmentPage(Told):
    """Every file of a record, oldest first."""

    items: list[Attachment]
    next: str | None


class DownloadPlace(Told):
    """Where to fetch the file, for a few minutes; it is to be saved, never to be shown."""

    id: str
    name: str
    type: str
    size: int
    url: str
    expires_at: Moment


_FILE: dict[str, Any] = {
    "id": "6f1f9b7c2ad04c3b9a5e.1",
    "name": "report.pdf",
    "type": "application/pdf",
    "size": 48213,
}
_URL = "https://mail.s3.eu-west-1.amazonaws.com/cases/4TZK9MWXA/x/files/1?X-Amz-Signature=…"
EXAMPLES: dict[str, Any] = {
    "UploadPlace": {
        **_FILE,
        "id": "0f8fad5bd9cb469fa16570867728950e",
        "url": _URL,
        "method": "PUT",
        "headers": {"content-type": "application/pdf", "content-disposition": "attachment"},
        "expires_at": "2026-03-02T14:35:00Z",
    },
    "AttachmentPage": {
        "items": [
            {
                **_FILE,
                "at": "2026-03-02T14:20:00Z",
                "by": "ann@acme.example",
                "inline": False,
                "mail": "Pump is leaking",
                "waiting": False,
            }
        ],
        "next": None,
    },
    "DownloadPlace": {**_FILE, "url": _URL, "expires_at": "2026-03-02T14:25:00Z"},
}
RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "putUpAttachment": ("UploadPlace", "Where to put the file", {}),
    "listAttachments": ("AttachmentPage", "The files", {}),
    "fetchAttachment": ("DownloadPlace", "Where to fetch the file", {}),
}


@router.post(
    "/cases/<number>/attachments",
    status_code=201,
    tags=_TAGS,
    operation_id="putUpAttachment",
    summary="Put up a file",
)
def put_up(
    number: str, body: NewAttachment, idempotency_key: IdempotencyKey = None
) -> Response[UploadPlace]:
    """Get a place for a file that is to be sent; its bytes go there, and not through here."""
    from shared.workflows import attachments  # noqa: PLC0415 - what knows mail is heavy

    upload, address = attachments.put_up(
        world_of(router),
        read_number(number),
        body.name,
        body.type,
        body.size,
        caller_of(router),
        repeat=repeat(router, body),
    )
    told = UploadPlace(
        **upload.model_dump(include={"id", "name", "type", "size"}),
        url=address.url,
        method="PUT",
        headers=dict(address.headers),
        expires_at=format_instant(world_of(router).clock.now() + address.seconds),
    )
    return json_response(told, status=201)


@router.get(
    "/cases/<number>/attachments",
    tags=_TAGS,
    operation_id="listAttachments",
    summary="List the files of a record",
)
def list_all(number: str) -> Response[AttachmentPage]:
    """List the files that came with mails, and those that were put up, oldest first."""
    from shared.workflows import attachments  # noqa: PLC0415 - see above

    world = world_of(router)
    found = attachments.files_of(world, read_number(number))
    waiting = attachments.waiting_among(world, found)
    items = [_told(one, waiting=one.id in waiting) for one in found]
    return json_response(AttachmentPage(items=items, next=None))


@router.get(
    "/cases/<number>/attachments/<attachment>",
    tags=_TAGS,
    operation_id="fetchAttachment",
    summary="Get where a file can be fetched",
)
def fetch(number: str, attachment: str) -> Response[DownloadPlace]:
    """Get an address at which the file can be saved, for a few minutes."""
    from shared.workflows import attachments  # noqa: PLC0415 - see above

    found, address = attachments.fetch(world_of(router), read_number(number), unquote(attachment))
    told = DownloadPlace(
        **found.model_dump(include={"id", "name", "type", "size"}),
        url=address.url,
        expires_at=format_instant(world_of(router).clock.now() + address.seconds),
    )
    return json_response(told)


def _told(file: Attached, *, waiting: bool) -> Attachment:
    known = file.model_dump(include={"id", "name", "type", "size", "by", "inline", "mail"})
    return Attachment(**known, at=format_instant(file.at), waiting=waiting)
