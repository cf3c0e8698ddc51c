"""Route: a mail as its readers will see it, before anybody gets it."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from pydantic import ConfigDict, Field

from functions.api.answers import Told
from functions.api.desk import caller_of, new_router, world_of
from functions.api.numbers import read_number
from functions.api.replies import json_response
from functions.api.shapes import Asked, Short
from shared.errors import Absent, Fault, Refused
from shared.workflows.preview_mail import MailWish, preview_mail

router = new_router()


class MailPreview(Asked):
    """A template by its name, or a draft of one; for a record, or for an example of one."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "template": {
                    "subject": "We have your request [{{case.number}}]",
                    "text": "Hello {{contact.name|and thank you for writing}},\n\nwe are on it.",
                }
            }
        }
    )
    template: Annotated[
        Short | dict[str, Any],
        Field(description="A name in force, or subject, text and html of a draft."),
    ]
    case: Annotated[Short | None, Field(description="Number of a case or work order.")] = None
    milestone: Annotated[
        Short | None, Field(description="One of its milestones; left out, the next that is due.")
    ] = None


class PreviewedMail(Told):
    """The words as they would leave; `html` is to be shown where scripts do not run.

    `missing` are merge fields that nothing is known of, which stand as gaps in the words.
    """

    subject: str
    text: str
    html: str | None
    missing: list[str]


EXAMPLES: dict[str, Any] = {
    "PreviewedMail": {
        "subject": "We have your request [7K2M9QXRD]",
        "text": "Hello Ann Lee,\n\nwe are on it.",
        "html": None,
        "missing": [],
    }
}


@router.post(
    "/mail-templates/preview",
    tags=["Configuration"],
    operation_id="previewMailTemplate",
    summary="Preview a mail template",
)
def preview(body: MailPreview) -> Response[PreviewedMail]:
    """Fill a template for a record, or for an example of one; nothing is sent or written."""
    wish = MailWish(
        template=body.template,
        number=_number(body.case) if body.case else None,
        milestone=body.milestone,
    )
    rendered = preview_mail(world_of(router), wish, caller_of(router))
    return json_response(
        PreviewedMail(
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            missing=list(rendered.missing),
        )
    )


def _number(given: str) -> str:
    try:
        return read_number(given)
    except Absent as absent:
        raise Refused(
            "This mail cannot be previewed.", faults=(Fault("/case", absent.message, "unknown"),)
        ) from absent
