"""How much mail of one sender is taken in an hour, and what is answered by itself (I4)."""

from shared.business_time.instant import Instant
from shared.domain.answerable import is_answerable
from shared.domain.configuration import Configuration
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.flood_name import name_by_envelope, name_by_headers
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.reply_address import case_in_addresses, is_signed
from shared.workflows.mail_world import MailWorld

_HOUR = 3_600


def is_flood_unread(
    mail_world: MailWorld, envelope: Envelope, configuration: Configuration
) -> bool:
    """Whether this sender has had his mails of this hour; counts this one if its envelope tells whose."""
    name = _by_envelope(mail_world, envelope)
    return name is not None and _is_over(mail_world, name, configuration)


def is_flood(
    mail_world: MailWorld, mail: IncomingMail, number: str | None, configuration: Configuration
) -> bool:
    """The same of what only the headers tell; `number` is the case that the mail is for."""
    if _by_envelope(mail_world, mail.envelope) is not None:
        return False
    return _is_over(mail_world, name_by_headers(mail, number), configuration)


def may_answer(mail_world: MailWorld, mail: IncomingMail, configuration: Configuration) -> bool:
    """Whether an acknowledgement may go out; how many did is counted when it is sent.

    Never to a machine, nor to an address that nobody has vouched for: it may be a victim's.
    """
    sender = mail.sender
    if sender is None or mail.automatic or not mail.verified:
        return False
    return is_answerable(sender.address, configuration, mail_world.world.mail_sender)


def _by_envelope(mail_world: MailWorld, envelope: Envelope) -> str | None:
    number = None
    if any(is_signed(address) for address in envelope.recipients):
        number = case_in_addresses(envelope.recipients, mail_world.reply_secrets())
    return name_by_envelope(envelope, number)


def _is_over(mail_world: MailWorld, name: str, configuration: Configuration) -> bool:
    now: Instant = mail_world.world.clock.now()
    hour = now // _HOUR
    counted = mail_world.mails.count(f"{name} {hour}", (hour + 2) * _HOUR)
    return counted > configuration.settings.mail.mails_per_sender
