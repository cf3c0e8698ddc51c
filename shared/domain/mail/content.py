"""What a part holds once its transfer encoding is undone; damage costs a few bytes, never the part."""

import binascii
import quopri

from shared.domain.mail.charset import to_text
from shared.domain.mail.header_values import parameter, raw_value
from shared.domain.mail.limits import MOST_BODY_BYTES
from shared.domain.mail.structure import Part

_BASE64_GROWS = 4 / 3
_QUANTUM = 4


def bytes_of(part: Part, raw: bytes, most: int | None = None) -> bytes:
    """The content of a part, at most `most` bytes of it as they stand in the mail."""
    return decoded(part.content(raw, most), raw_value(part.headers, "content-transfer-encoding"))


def decoded(content: bytes, encoding: str) -> bytes:
    """Undo a transfer encoding; one that nobody knows is none."""
    match encoding.strip().lower():
        case "base64":
            return _base64(content)
        case "quoted-printable":
            return quopri.decodestring(content)
        case _:
            return content


def text_of(part: Part, raw: bytes, most: int = MOST_BODY_BYTES) -> str:
    """The text of a part that is shown, cut at its bound."""
    charset = parameter(part.headers, "content-type", "charset")
    return to_text(bytes_of(part, raw, most), charset or None)


def size_of(part: Part) -> int:
    """About how many bytes it will have, without decoding it."""
    length = max(0, part.end - part.start)
    is_base64 = raw_value(part.headers, "content-transfer-encoding").lower() == "base64"
    return int(length / _BASE64_GROWS) if is_base64 else length


def _base64(content: bytes) -> bytes:
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        pass
    letters = content.translate(None, b"\r\n\t =-")
    whole = letters[: len(letters) // _QUANTUM * _QUANTUM]
    try:
        return binascii.a2b_base64(whole)
    except binascii.Error:
        return b""
