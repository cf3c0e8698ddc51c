"""A mail that came in, as values: who wrote what to whom, and what may be believed of it."""

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.mail.attachment import Attachment
from shared.domain.mail.automatic import Automatic
from shared.domain.mail.bounce import Bounce
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.forward import Forwarded
from shared.domain.mail.header_values import Address
from shared.domain.value import Frozen


class IncomingMail(Frozen):
    """What was read; `left_out` names the bounds that were broken, the stored original has it all.

    `text` is the whole, `new_text` what stands above a quoted history; `html` is safe to show.
    """

    envelope: Envelope
    senders: tuple[Address, ...] = ()
    verified: bool = False
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: Instant | None = None
    text: str = ""
    new_text: str = ""
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic | None = None
    bounce: Bounce | None = None
    forwarded: Forwarded | None = None
    left_out: tuple[str, ...] = Field(default=())

    @property
    def sender(self) -> Address | None:
        """The one mailbox that wrote it; without a From, the envelope's."""
        if self.senders:
            return self.senders[0]
        return Address(address=self.envelope.sender) if self.envelope.sender else None

    @property
    def earlier(self) -> tuple[str, ...]:
        """Ids of the mails that it answers, nearest first."""
        chain = (*self.in_reply_to, *reversed(self.references))
        return tuple(dict.fromkeys((*chain, *(self.bounce.message_ids if self.bounce else ()))))

    def written_at(self, now: Instant) -> Instant | None:
        """When it was written, unless that lies ahead or long ago; it names the mail, so it stays."""
        return self.date if self.date is not None and now - 30 * 86_400 < self.date <= now else None
