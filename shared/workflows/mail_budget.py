"""How much mail of one sender is taken in an hour, and what is answered by itself (I4)."""

from shared.business_time.instant import Instant
from shared.domain.answerable import is_answerable
from shared.domain.configuration import Configuration
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.mail_world import MailWorld

_HOUR = 3_600


def is_flood(mail_world: MailWorld, sender: str, configuration: Configuration) -> bool:
    """Whether this sender has had his mails of this hour; counts this one."""
    most = configuration.settings.mail.mails_per_sender
    return _counted(mail_world, f"mails {sender.casefold()}") > most


def may_answer(mail: IncomingMail, configuration: Configuration) -> bool:
    """Whether an acknowledgement may go out; how many did is counted when it is sent.

    Never to a machine, nor to an address that nobody has vouched for: it may be a victim's.
    """
    sender = mail.sender
    if sender is None or mail.automatic or not mail.verified:
        return False
    return is_answerable(sender.address, configuration.mail_routes)


def _counted(mail_world: MailWorld, name: str) -> int:
    now: Instant = mail_world.world.clock.now()
    hour = now // _HOUR
    return mail_world.mails.count(f"{name} {hour}", (hour + 2) * _HOUR)
