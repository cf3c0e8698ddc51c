"""What holds of every message, whatever its bytes are."""

import re
from random import Random

from shared.domain.mail.attachment import content_of
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.limits import (
    LONGEST_NAME,
    LONGEST_SUBJECT,
    MOST_ADDRESSES,
    MOST_ATTACHMENTS,
    MOST_TEXT,
)
from shared.domain.mail.page import safe_html
from shared.domain.mail.read import read_mail
from tests.support.mails import OURS, an_envelope

_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_RUNS = re.compile(r"(?i)<[^>]*(\son\w+\s*=|javascript:|<script|style=)")
_NO_NAME = re.compile(r"[/\\\x00-\x1f<>|\"'`:*?]|^\.")


def check(raw: bytes) -> IncomingMail:
    """Read a message and hold it to the laws."""
    mail = read_mail(raw, an_envelope(), deployment=OURS)
    for words in (mail.text, mail.new_text, mail.subject, mail.message_id or ""):
        assert not _UNPRINTED.search(words), repr(words)
    assert "\n" not in mail.subject
    assert len(mail.subject) <= LONGEST_SUBJECT
    assert len(mail.text) <= MOST_TEXT
    assert len(mail.new_text) <= len(mail.text)
    people = (*mail.senders, *mail.to, *mail.cc, *mail.reply_to)
    assert max(map(len, (mail.senders, mail.to, mail.cc, mail.reply_to))) <= MOST_ADDRESSES
    assert not [one for one in people if "@" not in one.address or _UNPRINTED.search(one.name)]
    if mail.html:
        assert not _RUNS.search(mail.html), mail.html
        assert not _RUNS.search(safe_html(mail.html))
    assert len(mail.attachments) <= MOST_ATTACHMENTS
    for one in mail.attachments:
        assert 0 < len(one.name) <= LONGEST_NAME
        assert not _NO_NAME.search(one.name), one.name
        assert 0 <= one.start <= one.end <= len(raw)
        assert len(content_of(one, raw)) <= len(raw)
    assert IncomingMail.model_validate_json(mail.model_dump_json()) == mail
    return mail


def seeds(first: int, count: int) -> list[int]:
    """Seeds of a run, the same ones every time."""
    return [Random(place).getrandbits(48) for place in range(first, first + count)]
