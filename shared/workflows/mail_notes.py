"""Notes that a mail leaves in the house: what a user wrote above it, and which case follows."""

from shared.domain.alteration import Alteration, Repeat
from shared.domain.assignment import User
from shared.domain.history import Caller
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import repeat_key
from shared.domain.record_number import display
from shared.workflows.change_case import change_case
from shared.workflows.mail_world import MailWorld

_LONGEST_NOTE = 32_000
_MILEPOST = Caller(name="milepost", door="email")


def note_of_forward(mail_world: MailWorld, mail: IncomingMail, user: User, number: str) -> None:
    """Put what a user wrote above a mail that was passed on beside the case that it made."""
    words = mail.forwarded.note[:_LONGEST_NOTE] if mail.forwarded else ""
    if words:
        caller = Caller(name=user.name, door="email", roles=user.roles)
        _note(mail_world, number, words, caller, f"{repeat_key(mail)}.note")


def note_of_follower(mail_world: MailWorld, mail: IncomingMail, follows: str, number: str) -> None:
    """Say on a closed record which case an answer made that came too late to reopen it (I3)."""
    words = f"An answer came too late to reopen this; it became {display(number)}."
    _note(mail_world, follows, words, _MILEPOST, f"{repeat_key(mail)}.follows")


def _note(mail_world: MailWorld, number: str, words: str, caller: Caller, key: str) -> None:
    """An internal note, once for each mail."""
    note = Alteration(verb="comment", comment=words)
    repeat = Repeat(key=key, fingerprint=key)
    change_case(mail_world.world, number, note, caller, repeat=repeat)
