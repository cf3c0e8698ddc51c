"""A mail on a case: the customer's is an event for the engine, a user's a comment (I3)."""

from shared.domain.alteration import Alteration, Repeat
from shared.domain.assignment import User
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import repeat_key
from shared.domain.reopening import closed_too_long
from shared.workflows.change_case import change_case
from shared.workflows.mail_world import MailWorld

_LONGEST_COMMENT = 32_000
_NO_WORDS = "(no text)"


def user_who_wrote(mail: IncomingMail, configuration: Configuration) -> User | None:
    """The user of the organisation that a verified sender is."""
    sender = mail.sender
    if sender is None or not mail.verified:
        return None
    return next(
        (
            user
            for user in configuration.users.values()
            if user.active and user.email and user.email.casefold() == sender.folded
        ),
        None,
    )


def is_too_late(mail_world: MailWorld, file: CaseFile) -> bool:
    """Whether the record was closed longer ago than `reopen_window`: then a new one follows it."""
    window = mail_world.world.shelf.current().settings.reopen_window
    return closed_too_long(file, window, mail_world.world.clock.now())


def take_reply(
    mail_world: MailWorld, mail: IncomingMail, file: CaseFile, configuration: Configuration
) -> None:
    """Put the new words onto the record, once for each mail."""
    words = (mail.new_text or mail.text)[:_LONGEST_COMMENT] or _NO_WORDS
    user = user_who_wrote(mail, configuration)
    key = repeat_key(mail)
    if user is not None:
        public = configuration.settings.mail.agent_replies == "public"
        alteration = Alteration(verb="comment", comment=words, public=public)
        caller = Caller(name=user.name, door="email", roles=user.roles)
    else:
        alteration = Alteration(
            verb="customer_reply", comment=words, public=True, message_id=mail.message_id
        )
        caller = Caller(name=mail.sender.address if mail.sender else "unknown", door="email")
    repeat = Repeat(key=key, fingerprint=key)
    change_case(mail_world.world, file.number, alteration, caller, repeat=repeat)
