"""Look after what waits in quarantine: list, read, redrive (I5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.history import Caller
from shared.domain.mail.kept import Quarantined, Reason
from shared.domain.mail.limits import BEGINNING
from shared.errors import IllegalMove
from shared.ports import Page
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received, receive_mail


def quarantined(
    mail_world: MailWorld, cursor: str | None = None, limit: int = 50
) -> Page[Quarantined]:
    """What waits, longest first."""
    return mail_world.mails.quarantined(cursor, limit)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of those that wait; `sender` is an address, or `@` and a domain."""

    reason: Reason | None = None
    sender: str | None = None

    def fits(self, entry: Quarantined) -> bool:
        """Whether this is one of them."""
        if self.reason is not None and entry.reason != self.reason:
            return False
        if self.sender is None:
            return True
        known, wanted = entry.envelope.sender.casefold(), self.sender.casefold()
        return known.endswith(wanted) if wanted.startswith("@") else known == wanted


def waiting(mail_world: MailWorld, wanted: Wanted) -> Iterator[Quarantined]:
    """Those that fit of all that wait, longest first, page by page as they are asked for."""
    cursor: str | None = None
    while True:
        page = quarantined(mail_world, cursor, 100)
        yield from filter(wanted.fits, page.items)
        cursor = page.cursor
        if cursor is None:
            return


def original(mail_world: MailWorld, identifier: str) -> bytes:
    """The beginning of the stored mail, as it came; raises Absent."""
    entry = mail_world.mails.entry(identifier)
    return mail_world.mailbox.read(entry.envelope.key, BEGINNING)


def redrive(mail_world: MailWorld, identifier: str, caller: Caller) -> Received:
    """Take the mail in after all; raises Absent, or IllegalMove if it was redriven already."""
    entry = mail_world.mails.entry(identifier)
    if entry.released_at is not None:
        raise IllegalMove(f"The mail '{identifier}' was redriven already.")
    received = receive_mail(mail_world, entry.envelope, released=True)
    now = mail_world.world.clock.now()
    released = {"released_at": now, "released_by": caller.name, "number": received.number}
    done = entry.model_copy(update=released)
    mail_world.mails.quarantine(done)
    return received
