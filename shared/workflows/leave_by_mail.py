"""A watcher leaves a record by the mail that his mail program writes for him (RFC 2369)."""

from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.change_case import change_case
from shared.workflows.mail_world import MailWorld
from shared.workflows.take_reply import user_who_wrote

_WORDS = ("unwatch", "unsubscribe")


def left_by_mail(
    mail_world: MailWorld, mail: IncomingMail, file: CaseFile, configuration: Configuration
) -> bool:
    """Whether a user asked to be told no more; he watches it no longer, if he did."""
    user = user_who_wrote(mail, configuration)
    if user is None or mail.subject.strip().casefold() not in _WORDS:
        return False
    if user.name in file.watchers:
        caller = Caller(name=user.name, door="email", roles=user.roles)
        change_case(mail_world.world, file.number, Alteration(verb="unwatch"), caller)
    return True
