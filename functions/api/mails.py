"""Routes: mails that came in for a record, as they were read, and where their originals are."""

from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.answers import Moment, Told
from functions.api.desk import new_router, world_of
from functions.api.numbers import read_number
from functions.api.paging import page_of
from functions.api.parameters import Cursor
from functions.api.replies import json_response
from shared.business_time.instant import format_instant
from shared.domain.mail.told_bounds import told_left_out, why_automatic

if TYPE_CHECKING:
    from shared.domain.mail.kept import KeptMail

router = new_router()
_TAGS = ["Mails"]


class FileOfMail(Told):
    """A file of a mail; `id` names it among the files of its record."""

    id: str
    name: str
    type: str
    size: int
    inline: bool


class MailLine(Told):
    """A mail that came in; `comment` is the order of the comment that it became.

    `automatic` is the kind of machine that wrote it, `left_out` the bounds that it broke, each with
    its words beside it.
    """

    id: str
    at: Moment
    direction: Literal["in"]
    sender: str | None
    sender_name: str
    to: list[str]
    cc: list[str]
    subject: str
    verified: bool
    automatic: str | None
    why_automatic: str | None
    became: Literal["case", "comment", "kept"] | None
    comment: int | None
    left_out: list[str]
    left_out_words: str | None
    files: list[FileOfMail]


class MailPage(Told):
    """Mails of a record, oldest first."""

    items: list[MailLine]
    next: str | None


class Original(Told):
    """Where the mail can be fetched as it came, for a few minutes; it is to be saved, never shown."""

    url: str
    type: str
    expires_at: Moment


class Mail(MailLine):
    """A mail whole; `html` was made safe before it was kept, `original` is null once it is gone."""

    text: str
    html: str | None
    original: Original | None


_LINE: dict[str, Any] = {
    "id": "6f1f9b7c2ad04c3b9a5e77d1",
    "at": "2026-03-02T14:20:00Z",
    "direction": "in",
    "sender": "ann@acme.example",
    "sender_name": "Ann Ames",
    "to": ["support@acme.example"],
    "cc": [],
    "subject": "Pump is leaking",
    "verified": True,
    "automatic": None,
    "why_automatic": None,
    "became": "comment",
    "comment": 3,
    "left_out": ["text"],
    "left_out_words": "the end of a long text",
    "files": [
        {
            "id": "6f1f9b7c2ad04c3b9a5e77d1.1",
            "name": "report.pdf",
            "type": "application/pdf",
            "size": 48213,
            "inline": False,
        }
    ],
}
EXAMPLES: dict[str, Any] = {
    "MailPage": {"items": [_LINE], "next": None},
    "Mail": {
        **_LINE,
        "text": "It still drips.\n\nOn Mon, 2 Mar 2026 Acme wrote:\n> Does it still leak?",
        "html": "<p>It still drips.</p>",
        "original": {
            "url": "https://mail.s3.eu-west-1.amazonaws.com/in/x?X-Amz-Signature=…",
            "type": "message/rfc822",
            "expires_at": "2026-03-02T14:25:00Z",
        },
    },
}
RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "listMails": ("MailPage", "One page of mails", {}),
    "showMail": ("Mail", "The mail", {}),
}


@router.get(
    "/cases/<number>/mails",
    tags=_TAGS,
    operation_id="listMails",
    summary="List the mails that came in for a record",
)
def list_all(
    number: str,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response[MailPage]:
    """List the mails that came in, oldest first, those of machines too, without their texts."""
    from shared.workflows.case_mails import mails_of  # noqa: PLC0415 - what knows mail is heavy

    items, following = page_of(mails_of(world_of(router), read_number(number)), cursor, limit)
    told = [MailLine(**_line(one)) for one in items]
    return json_response(MailPage(items=told, next=following))


@router.get(
    "/cases/<number>/mails/<mail>",
    tags=_TAGS,
    operation_id="showMail",
    summary="Show a mail whole",
)
def show(number: str, mail: str) -> Response[Mail]:
    """Show a mail with its whole text, its page made safe, and where its original can be fetched."""
    from shared.workflows.case_mails import ORIGINAL_TYPE, whole_mail  # noqa: PLC0415 - see above

    world = world_of(router)
    found = whole_mail(world, read_number(number), unquote(mail))
    place = found.original
    original = None
    if place is not None:
        until = format_instant(world.clock.now() + place.seconds)
        original = Original(url=place.url, type=ORIGINAL_TYPE, expires_at=until)
    told = _line(found.mail)
    return json_response(Mail(**told, text=found.mail.text, html=found.html, original=original))


_SAME = {
    *("id", "sender", "sender_name", "subject", "verified"),
    *("automatic", "became", "comment"),
}


def _line(mail: "KeptMail") -> dict[str, Any]:
    return {
        **{name: getattr(mail, name) for name in _SAME},
        "at": format_instant(mail.at),
        "direction": "in",
        "to": list(mail.to),
        "cc": list(mail.cc),
        "why_automatic": why_automatic(mail.automatic) if mail.automatic else None,
        "left_out": list(mail.left_out),
        "left_out_words": told_left_out(mail.left_out) or None,
        "files": [
            FileOfMail(
                id=f"{mail.name}.{place}",
                name=one.name,
                type=one.type,
                size=one.size,
                inline=one.content_id is not None,
            )
            for place, one in enumerate(mail.files, start=1)
        ],
    }
