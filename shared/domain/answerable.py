"""Whom nobody answers by itself, whatever a mail or a form says (I4)."""

import re

from shared.domain.configuration import Configuration
from shared.domain.mail.reply_address import is_signed

_NO_REPLY = re.compile(r"(no|do-?not|never)[-_.]?reply.*@.+")
_MACHINE = re.compile(r"(mailer-daemon|postmaster|bounces?)(\+[^@]*)?@.+")


def is_answerable(address: str, configuration: Configuration, our_sender: str) -> bool:
    """Whether an automatic answer to the address would be read by somebody who is not of the house."""
    folded = address.casefold()
    if _NO_REPLY.match(folded) or _MACHINE.match(folded):
        return False
    is_ours = folded in configuration.mail_routes or folded == our_sender.casefold()
    return not (is_ours or is_signed(folded) or _is_a_users(folded, configuration))


def _is_a_users(folded: str, configuration: Configuration) -> bool:
    return any(
        user.email is not None and user.email.casefold() == folded
        for user in configuration.users.values()
    )
