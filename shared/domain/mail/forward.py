"""A mail that somebody passed on: who wrote it first (I3)."""

import re

from shared.domain.mail.header_block import header_block
from shared.domain.mail.header_values import Address
from shared.domain.value import Frozen

_FORWARDED = re.compile(
    r"(?i)^\W*(fwd?|fw|wg|tr|rv|i|enc|doorst|vb|vs|pd|vid|переслать|пересл|転送|转发|轉寄|전달)\s*[:\uff1a]"
)
_MARK = re.compile(
    r"(?im)^[ >*-]*(begin forwarded message|forwarded message|weitergeleitete nachricht|"
    r"anfang der weitergeleiteten nachricht|message transféré|début du message|"
    r"mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|"
    r"vidarebefordrat meddelande|videresendt (besked|melding)|przekazana wiadomość|"
    r"пересылаемое сообщение|転送メッセージ|转发的消息|mensagem encaminhada)\b.*$"
)


class Forwarded(Frozen):
    """The mail within a mail; `note` is what was written above it."""

    sender: Address
    subject: str
    text: str
    note: str


def forwarded_in(subject: str, text: str) -> Forwarded | None:
    """Find the mail that was passed on; None unless the subject or a line of the mail says it was."""
    mark = _MARK.search(text)
    if mark is None and not _FORWARDED.match(subject):
        return None
    start = mark.end() if mark else 0
    lines = text[start:].split("\n")
    block = header_block(lines)
    if block is None:
        return None
    above = [text[: mark.start()]] if mark else lines[: block.first]
    return Forwarded(
        sender=block.sender,
        subject=block.subject or without_prefix(subject),
        text=_unquoted(lines[block.last :]),
        note="\n".join(above).strip(" \n>-_*"),
    )


def without_prefix(subject: str) -> str:
    """A subject without the words that say it was passed on."""
    return _FORWARDED.sub("", subject, count=1).strip()


def _unquoted(lines: list[str]) -> str:
    written = [line for line in lines if line.strip()]
    if written and all(line.startswith(">") for line in written):
        lines = [line[1:].removeprefix(" ") for line in lines]
    return "\n".join(lines).strip()
