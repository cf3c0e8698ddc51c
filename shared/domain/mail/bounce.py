"""What a report of non-delivery says: to whom a mail did not get, and which mail it was (RFC 3464)."""

import re

from shared.domain.mail.content import bytes_of
from shared.domain.mail.header_values import (
    mailbox,
    message_ids,
    raw_value,
    read_headers,
    words,
)
from shared.domain.mail.limits import MOST_ADDRESSES, MOST_PART_HEADER_BYTES
from shared.domain.mail.structure import Structure
from shared.domain.value import Frozen
from shared.names import EFFECT_HEADER

_FIELDS = re.compile(r"(?im)^(final-recipient|original-recipient|action|status)[ \t]*:[ \t]*(.*)$")
_BETWEEN_RECIPIENTS = re.compile(r"\n[ \t]*\n")
_ORIGINAL = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")


class Bounce(Frozen):
    """A report: `failed` addresses, whether for good, and the mail that it is about."""

    failed: tuple[str, ...] = ()
    permanent: bool = False
    message_ids: tuple[str, ...] = ()
    effect: str | None = None


def bounce_in(structure: Structure, raw: bytes) -> Bounce | None:
    """Read the report in a mail; None if there is none."""
    failed: dict[str, str] = {}
    original: tuple[str, ...] = ()
    effect = ""
    found = False
    for part in structure.parts:
        if part.type == "message/delivery-status":
            found = True
            failed |= _recipients(bytes_of(part, raw, MOST_PART_HEADER_BYTES))
        elif found and part.type in _ORIGINAL and not original:
            headers = read_headers(bytes_of(part, raw, MOST_PART_HEADER_BYTES).lstrip())
            original = message_ids(raw_value(headers, "message-id"))
            effect = words(raw_value(headers, EFFECT_HEADER))[:128]
    if not found:
        return None
    return Bounce(
        failed=tuple(failed)[:MOST_ADDRESSES],
        permanent=any(status.startswith("5") for status in failed.values()),
        message_ids=original,
        effect=effect or None,
    )


def _recipients(report: bytes) -> dict[str, str]:
    """Address to status of every recipient that the report gives up or puts off."""
    found: dict[str, str] = {}
    for block in _BETWEEN_RECIPIENTS.split(report.decode("utf-8", "replace").replace("\r\n", "\n")):
        said = {name.lower(): value.strip() for name, value in _FIELDS.findall(block)}
        named = said.get("final-recipient") or said.get("original-recipient") or ""
        one = mailbox(named.rpartition(";")[2])
        if one is not None and said.get("action", "failed").lower() in ("failed", "delayed"):
            found[one.address] = said.get("status", "")
    return found
