"""What is kept of a mail: beside its case, or in quarantine until somebody has looked."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import mail_name
from shared.domain.value import Frozen

MOST_KEPT_TEXT = 60_000
"""Characters that lie beside a record; the stored original has them all."""

Reason: TypeAlias = Literal[
    "virus",
    "spam",
    "flood",
    "no_route",
    "not_authorized",
    "automatic_answer",
    "machine",
    "unreadable",
]


Became: TypeAlias = Literal["case", "comment", "kept"]
"""What a mail made of its record: it opened it, said something on it, or lies beside it alone."""


class KeptFile(Frozen):
    """A file of a mail, and where it is stored."""

    name: str
    type: str
    size: int
    key: str
    content_id: str | None = None


class KeptMail(Frozen):
    """A mail of a record; `key` is the stored original, `page` its safe HTML.

    `name` is the same for one mail that comes twice; those that are older than names have none.
    `comment` is the order of the comment that it became.
    """

    number: str
    identifier: str
    name: str = ""
    at: Instant
    key: str
    message_id: str | None = None
    sender: str | None = None
    sender_name: str = ""
    verified: bool = False
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    page: str | None = None
    files: tuple[KeptFile, ...] = ()
    automatic: str | None = None
    failed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    became: Became | None = None
    comment: int | None = None

    @property
    def id(self) -> str:
        """What it is called among the mails of its record."""
        return self.name or self.identifier


class Quarantined(Frozen):
    """A mail that became nothing yet, and why; released, it is read again with its envelope."""

    envelope: Envelope
    reason: Reason
    at: Instant
    subject: str = ""
    detail: str = ""
    released_at: Instant | None = None
    released_by: str | None = None
    number: str | None = None


def people_in(mails: Iterable[KeptMail]) -> tuple[str, ...]:
    """Whom the mails name; a forged or an automatic one makes nobody one of the record's people."""
    return tuple(
        address
        for mail in mails
        if mail.verified and mail.automatic is None
        for address in (*((mail.sender,) if mail.sender else ()), *mail.to, *mail.cc)
    )


class Fate(Frozen):
    """What a mail became, and which comment."""

    became: Became
    comment: int | None = None


def kept_mail(
    mail: IncomingMail,
    number: str,
    at: Instant,
    files: tuple[KeptFile, ...],
    page: str | None,
    fate: Fate,
) -> KeptMail:
    """The mail as it is kept beside its record."""
    sender = mail.sender
    is_cut = len(mail.text) > MOST_KEPT_TEXT
    return KeptMail(
        number=number,
        identifier=mail.envelope.identifier,
        name=mail_name(mail),
        at=at,
        key=mail.envelope.key,
        message_id=mail.message_id,
        sender=sender.address if sender else None,
        sender_name=sender.name if sender else "",
        verified=mail.verified,
        to=tuple(one.address for one in mail.to[:20]),
        cc=tuple(one.address for one in mail.cc[:20]),
        subject=mail.subject,
        text=mail.text[:MOST_KEPT_TEXT],
        page=page,
        files=files,
        automatic=mail.automatic,
        failed=mail.bounce.failed if mail.bounce else (),
        left_out=tuple(sorted({*mail.left_out, *(("text",) if is_cut else ())})),
        became=fate.became,
        comment=fate.comment,
    )
