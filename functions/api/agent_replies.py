"""Routes: answering the customer by mail."""

from aws_lambda_powertools.event_handler import Response

from functions.api import answers
from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.numbers import read_number
from functions.api.parameters import IdempotencyKey
from functions.api.replies import told_case
from functions.api.reply_shapes import NewReply
from shared.domain.reply import ReplyDraft

router = new_router()


@router.post(
    "/cases/<number>/replies",
    status_code=201,
    tags=["Comments"],
    operation_id="replyByMail",
    summary="Answer by mail",
)
def reply(
    number: str,
    body: NewReply,
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.Case]:
    """Answer by mail; a public comment, sent once it is kept, and the first completes what waits for it."""
    # what reads Markdown is heavy, and this route's alone
    from shared.workflows.reply_by_mail import reply_by_mail  # noqa: PLC0415

    draft = ReplyDraft(
        body=body.body,
        form=body.format,
        to=tuple(body.to),
        cc=tuple(body.cc),
        subject=body.subject,
        attachments=tuple(body.attachments),
    )
    view = reply_by_mail(
        world_of(router),
        read_number(number),
        draft,
        caller_of(router),
        repeat=repeat(router, body),
    )
    return told_case(router, view, status=201)
