"""How much mail of one sender is taken in an hour, and how many answers go out by themselves (I4)."""

import re

from shared.business_time.instant import Instant
from shared.domain.configuration import Configuration
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.mail_world import MailWorld

_HOUR = 3_600
_NO_REPLY = re.compile(r"(no|do-?not|never)[-_.]?reply.*@.+")


def is_flood(mail_world: MailWorld, sender: str, configuration: Configuration) -> bool:
    """Whether this sender has had his mails of this hour; counts this one."""
    most = configuration.settings.mail.mails_per_sender
    return _counted(mail_world, f"mails {sender.casefold()}") > most


def may_answer(mail_world: MailWorld, mail: IncomingMail, configuration: Configuration) -> bool:
    """Whether an acknowledgement may go out; counts it if so.

    Never to a machine, nor to an address that nobody has vouched for: it may be a victim's.
    """
    sender, settings = mail.sender, configuration.settings.mail
    if sender is None or mail.automatic or not mail.verified or _NO_REPLY.match(sender.folded):
        return False
    if sender.folded in configuration.mail_routes:
        return False
    if _counted(mail_world, f"answers {sender.folded}") > settings.answers_per_sender:
        return False
    return _counted(mail_world, "answers") <= settings.answers_in_all


def _counted(mail_world: MailWorld, name: str) -> int:
    now: Instant = mail_world.world.clock.now()
    hour = now // _HOUR
    return mail_world.mails.count(f"{name} {hour}", (hour + 2) * _HOUR)
