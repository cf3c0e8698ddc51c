"""Files that came with a mail: named safely, their type recorded, never opened."""

import re

from shared.domain.mail.charset import printable
from shared.domain.mail.content import decoded, size_of
from shared.domain.mail.header_values import parameter, raw_value
from shared.domain.mail.limits import LONGEST_NAME
from shared.domain.mail.structure import Part
from shared.domain.value import Frozen

_NOT_IN_A_NAME = re.compile(r"[^\w. ()+,@=-]+")
_SPACES = re.compile(r"\s+")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
UNKNOWN_TYPE = "application/octet-stream"


class Attachment(Frozen):
    """One file; `type` is what the sender claims, `size` about how many bytes it has.

    `start` and `end` say where it lies in the stored mail, `encoding` how. An inline one has the id
    by which the page of the mail shows it.
    """

    name: str
    type: str
    size: int
    inline: bool = False
    content_id: str | None = None
    start: int
    end: int
    encoding: str = ""


def attachment_of(part: Part, place: int) -> Attachment:
    """Describe a part as a file; `place` names one that has no name."""
    given = parameter(part.headers, "content-disposition", "filename") or parameter(
        part.headers, "content-type", "name"
    )
    disposition = raw_value(part.headers, "content-disposition").lower()
    content_id = printable(raw_value(part.headers, "content-id")).strip("<> ")[:LONGEST_NAME]
    return Attachment(
        name=safe_name(given, f"attachment-{place}{_ending(part.type)}"),
        type=safe_type(part.type),
        size=size_of(part),
        inline=bool(content_id) and not disposition.startswith("attachment"),
        content_id=content_id or None,
        start=part.start,
        end=part.end,
        encoding=printable(raw_value(part.headers, "content-transfer-encoding")).lower()[:40],
    )


def content_of(attachment: Attachment, raw: bytes) -> bytes:
    """The file itself, from the stored mail."""
    return decoded(raw[attachment.start : attachment.end], attachment.encoding)


def safe_name(given: str, instead: str) -> str:
    """A name that no file system and no shell takes for more than a name.

    >>> safe_name("../../etc/passwd", "x"), safe_name("Rechnung: März?.pdf", "x")
    ('passwd', 'Rechnung_ März_.pdf')
    """
    last = re.split(r"[/\\]", printable(given))[-1]
    name = _SPACES.sub(" ", _NOT_IN_A_NAME.sub("_", last.replace("\n", " "))).strip(" ._")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or instead


def safe_type(given: str) -> str:
    """A claimed type, or that nothing is known; it is recorded, not believed."""
    return given if _TYPE.fullmatch(given) else UNKNOWN_TYPE


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:  # noqa: PLR2004 - no ending is that long
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _ending(kind: str) -> str:
    return ".eml" if kind == "message/rfc822" else ""
