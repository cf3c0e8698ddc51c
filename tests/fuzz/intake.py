"""A message taken in by a whole deployment in memory: never lost, and one thing however often it comes."""

from shared.domain.mail.envelope import Envelope
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.receive_mail import Received, receive_mail
from tests.support.mail_town import MailTown

_MOST = 500
"""Messages of one town, so that it stays small."""


class Intake:
    """Takes messages in, each three times, and a new town now and then."""

    def __init__(self) -> None:
        self._town = MailTown(mails_per_sender=10_000)
        self.count = 0

    def take(self, raw: bytes, mail: IncomingMail) -> str:
        """What it became; raises AssertionError for a message that is lost or doubled."""
        if self.count % _MOST == 0:
            self._town = MailTown(mails_per_sender=10_000)
        self.count += 1
        town = self._town
        envelope = town.stored(raw)
        first = receive_mail(town.mail_world, envelope)
        self._holds(first, envelope)
        before = self._written(first)
        assert receive_mail(town.mail_world, envelope).number == first.number
        again = town.stored(raw)
        second = receive_mail(town.mail_world, again)
        self._holds(second, again)
        if mail.message_id is not None:
            assert second.number == first.number, "two cases of one mail"
            assert self._written(first) == before, "two comments of one mail"
        return first.became

    def _holds(self, received: Received, envelope: Envelope) -> None:
        kept = self._town.kept
        if received.became == "quarantined":
            assert kept.entry(envelope.identifier).envelope == envelope
            return
        assert received.number is not None
        assert self._town.store.records.load(received.number).number == received.number
        names = {one.identifier for one in kept.mails(received.number)}
        assert names, "a mail that lies nowhere"

    def _written(self, received: Received) -> int:
        return len(self._town.comments(received.number)) if received.number else 0
