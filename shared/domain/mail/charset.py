"""Bytes made into text, whatever they claim to be: nothing is ever refused."""

import codecs
import re

from charset_normalizer import from_bytes

from shared.domain.composed import composed

_ALIASES = {
    "ansi": "cp1252",
    "big5": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "latin1": "cp1252",
    "shift_jis": "cp932",
    "unicode": "utf-8",
    "us-ascii": "utf-8",
    "utf8mb4": "utf-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "x-sjis": "cp932",
}
"""What senders write to the codec that they mean, as web browsers read it."""

_RUSSIAN = ("koi8_r", "cp1251")
_GUESSED = ["cp1252", "cp932", "euc_jp", "gb18030", "cp949"]
_SAMPLE = 4_096
_OTHER_SCRIPT = 0.3
"""Share of bytes above 127 from which a text is hardly written in Latin letters."""

_LITTLE_LETTERS = 0.75
"""Share of little letters among Russian ones; read in the other codec, they would all be capitals."""

_NOT_TEXT = frozenset({"base64", "bz2", "hex", "idna", "punycode", "quopri", "rot13", "uu", "zlib"})
_LONGEST_CHARSET = 40
_ESCAPED_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\(J)")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_text(content: bytes, charset: str | None) -> str:
    """Decode by the claim if that works, else by what the bytes look like; clean of control marks.

    A claim of Latin letters does not stand against valid UTF-8: such mail is wrongly labelled.
    """
    return printable(_decoded(content, _known(charset)))


def printable(text: str) -> str:
    """Bring it into composed form, make line ends one character, blank out control characters."""
    return composed(_UNPRINTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def _decoded(content: bytes, codec: str | None) -> str:
    candidates = [codec] if codec else []
    if codec in (None, "cp1252", "utf-8"):
        candidates = ["utf-8", *candidates]
        if _ESCAPED_JAPANESE.search(content):
            candidates = ["iso2022_jp_ext"]
    for candidate in candidates:
        try:
            return content.decode(candidate)
        except (UnicodeError, LookupError, ValueError):
            continue
    if codec is not None and not _is_plain(codec):
        return content.decode(codec, "replace")
    return content.decode(_guess(content), "replace")


def _is_plain(codec: str) -> bool:
    """Whether a claim says so little that the bytes may say more."""
    return codec in ("cp1252", "utf-8", "utf-7")


def _guess(content: bytes) -> str:
    sample = content[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)  # noqa: PLR2004 - the end of ASCII
    if high < _OTHER_SCRIPT * len(sample):
        return "cp1252"
    for codec in _RUSSIAN:
        marks = [mark for mark in sample.decode(codec, "replace") if not mark.isascii()]
        if sum("\u0430" <= mark <= "\u044f" for mark in marks) > _LITTLE_LETTERS * len(marks):
            return codec
    found = from_bytes(sample, cp_isolation=_GUESSED).best()
    return found.encoding if found else "cp1252"


def _known(charset: str | None) -> str | None:
    """The codec of a claim; None for what is none, or makes no text."""
    name = (charset or "").strip().strip("\"'").lower()[:_LONGEST_CHARSET]
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_TEXT else _ALIASES.get(found or "", found)
