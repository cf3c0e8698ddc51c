"""What ties a mail that goes out to its record, so that its answer comes back to it (I3)."""

import hashlib
import hmac
import re

from shared.domain.mail.reply_address import reply_address
from shared.domain.value import Frozen

_BARE_ID = re.compile(r"[!-;=?-~]{3,250}")
_SENDING_SERVICE = "amazonses.com"


class Ties(Frozen):
    """Headers without their brackets: where answers go, the mail's own id, and what it answers.

    `leave` is where somebody writes who was told only because he watches the record.
    """

    reply_to: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    leave: str | None = None


def ties_of(number: str, effect: str, answers: str | None, key: str | None, domain: str) -> Ties:
    """Tie a mail to its record; without a key nobody could trust an address or an id of ours.

    The id is the same over every retry, and nobody else can guess it.
    """
    in_reply_to = answers if answers and _is_plain(answers) else None
    if key is None:
        return Ties(in_reply_to=in_reply_to)
    digest = hmac.new(key.encode(), f"milepost mail {effect}".encode(), hashlib.sha256)
    return Ties(
        reply_to=reply_address(number, key, domain),
        message_id=f"{number.lower()}.{digest.hexdigest()[:32]}@{domain}",
        in_reply_to=in_reply_to,
    )


def _is_plain(message_id: str) -> bool:
    """Whether a stranger's id may stand in a header of ours: no encoded word, no bracket, no blank."""
    return _BARE_ID.fullmatch(message_id) is not None and "=?" not in message_id


def known_as(message_id: str) -> tuple[str, ...]:
    """The forms of one id: the sending service answers with its own id bare, and sends it whole.

    >>> known_as("0100-7@email.amazonses.com")
    ('0100-7@email.amazonses.com', '0100-7')
    """
    bare, _, domain = message_id.strip().rpartition("@")
    if f".{domain.lower()}".endswith(f".{_SENDING_SERVICE}"):
        return message_id, bare
    return (message_id,)
