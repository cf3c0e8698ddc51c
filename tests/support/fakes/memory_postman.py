"""Outgoing mail in memory: what SES would have sent, refused or put off."""

from collections import Counter, deque
from dataclasses import dataclass
from email.message import EmailMessage

from shared.adapters.mail import mime_of
from shared.errors import MilepostError
from shared.ports import OutgoingMail

SENDER = "support@milepost.example"


@dataclass(frozen=True, slots=True)
class Posted:
    """One mail as it left, with the message that a mail server would see."""

    mail: OutgoingMail
    message: EmailMessage
    message_id: str


class MemoryPostman:
    """The Postman of tests; makes the same MIME as the real one, so that it refuses the same."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self._failures: deque[MilepostError] = deque()

    def fail(self, *failures: MilepostError) -> None:
        """The next mails meet these failures instead of leaving."""
        self._failures.extend(failures)

    def send(self, mail: OutgoingMail) -> str:
        message = mime_of(mail, SENDER, "test")
        if self._failures:
            raise self._failures.popleft()
        message_id = f"0100-{len(self.posted) + 1:06}"
        self.posted.append(Posted(mail, message, message_id))
        return message_id

    @property
    def count_by_effect(self) -> Counter[str]:
        """How often each effect went out: more than once is a duplicate."""
        return Counter(posted.mail.effect for posted in self.posted)
