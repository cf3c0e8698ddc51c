"""A mail on a case: the customer's is an event for the engine, a user's a comment (I3)."""

from collections.abc import Sequence

from shared.domain.alteration import Alteration, Repeat
from shared.domain.assignment import User
from shared.domain.attached import sendable
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller, Comment
from shared.domain.kept_reply import Reply
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import repeat_key
from shared.domain.mail.kept import KeptFile
from shared.domain.mail.plain_page import page_of_words
from shared.domain.mail.told_bounds import with_bounds
from shared.domain.reopening import closed_too_long
from shared.domain.reply import customer_of, subject_of
from shared.errors import StateConflict
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
    mail_world: MailWorld,
    mail: IncomingMail,
    file: CaseFile,
    configuration: Configuration,
    files: Sequence[KeptFile] = (),
) -> tuple[str, int | None]:
    """Put the new words onto the record, once for each mail; answers which record has them, and where.

    That is another one if the same mail came before and named that: to one address, and to two.
    """
    said = mail.new_text or mail.text or _NO_WORDS
    words = with_bounds(said, mail.left_out, _LONGEST_COMMENT)
    user = user_who_wrote(mail, configuration)
    key = repeat_key(mail)
    if user is not None and not _is_customer(mail, file):
        alteration = _of_user(mail, words, files, file, configuration)
        caller = Caller(name=user.name, door="email", roles=user.roles)
    else:
        alteration = Alteration(
            verb="customer_reply",
            comment=words,
            public=True,
            message_id=mail.message_id,
            verified=mail.verified,
        )
        caller = Caller(name=mail.sender.address if mail.sender else "unknown", door="email")
    repeat = Repeat(key=key, fingerprint=key)
    world = mail_world.world
    try:
        view = change_case(world, file.number, alteration, caller, repeat=repeat)
    except StateConflict:
        taken = world.records.receipt(key, world.clock.now())
        if taken is None or taken.number == file.number:
            raise
        return taken.number, None
    written = (one.order for one in reversed(view.comments) if _is_of(one, alteration, caller))
    return file.number, next(written, None)


def _is_of(comment: Comment, alteration: Alteration, caller: Caller) -> bool:
    return (comment.by, comment.body) == (caller.name, alteration.comment)


def _of_user(
    mail: IncomingMail,
    words: str,
    files: Sequence[KeptFile],
    file: CaseFile,
    configuration: Configuration,
) -> Alteration:
    """An internal note, or by setting an answer, sent on unless the customer has it already."""
    if configuration.settings.mail.agent_replies != "public":
        return Alteration(verb="comment", comment=words)
    customer = customer_of(file)
    reached = {one.folded for one in (*mail.to, *mail.cc)}
    if customer is None or customer.casefold() in reached:
        return Alteration(verb="comment", comment=words, public=True)
    sent, held = sendable(files)
    if held:
        words = f"{words}\n\n(Too large to be sent on: {', '.join(held)})"
    reply = Reply(
        to=(customer,), subject=subject_of(file, None), html=page_of_words(words), files=sent
    )
    return Alteration(verb="reply", comment=words, public=True, reply=reply)


def _is_customer(mail: IncomingMail, file: CaseFile) -> bool:
    """Whether a user of ours is the customer of this very record."""
    customer = customer_of(file)
    sender = mail.sender
    return sender is not None and customer is not None and customer.casefold() == sender.folded
