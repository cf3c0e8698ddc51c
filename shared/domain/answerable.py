"""Whom nobody answers by itself, whatever a mail or a form says (I4)."""

import re
from collections.abc import Mapping

from shared.domain.mail.reply_address import is_signed
from shared.domain.mail.route import MailRoute

_NO_REPLY = re.compile(r"(no|do-?not|never)[-_.]?reply.*@.+")
_MACHINE = re.compile(r"(mailer-daemon|postmaster|bounces?)(\+[^@]*)?@.+")


def is_answerable(address: str, routes: Mapping[str, MailRoute]) -> bool:
    """Whether an automatic answer to the address would be read by somebody who is not ourselves."""
    folded = address.casefold()
    is_ours = folded in routes or is_signed(folded)
    return not (is_ours or _NO_REPLY.match(folded) or _MACHINE.match(folded))
