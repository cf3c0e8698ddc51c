"""Headers as people read them: words decoded, addresses told apart, ids and dates found."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeAlias

from shared.business_time.instant import Instant
from shared.domain.mail.charset import printable, to_text
from shared.domain.mail.limits import (
    LONGEST_NAME,
    MOST_ADDRESSES,
    MOST_REFERENCES,
    MOST_VALUE,
)
from shared.domain.value import Frozen

Headers: TypeAlias = Message

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,190}")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
_FOLDS = re.compile(r"[\s\x00]+")


class Address(Frozen):
    """One mailbox; the domain is in lower case."""

    name: str = ""
    address: str

    @property
    def folded(self) -> str:
        """What two spellings of one mailbox have in common."""
        return self.address.casefold()


def read_headers(head: bytes) -> Headers:
    """Parse a block of headers, however broken."""
    return BytesHeaderParser(policy=compat32).parsebytes(head)


def raw_value(headers: Headers, name: str) -> str:
    """The first header of that name, undecoded and cut, on one line; empty if there is none."""
    wanted = name.lower()
    for known, value in headers.raw_items():
        if known.lower() == wanted:
            return _FOLDS.sub(" ", str(value)[:MOST_VALUE]).strip()
    return ""


def raw_values(headers: Headers, name: str) -> list[str]:
    """Every header of that name, as `raw_value`."""
    wanted = name.lower()
    return [
        _FOLDS.sub(" ", str(value)[:MOST_VALUE]).strip()
        for known, value in headers.raw_items()
        if known.lower() == wanted
    ]


def has_one_author(headers: Headers) -> bool:
    """Whether From stands there once with one address: nobody knows which of two was judged."""
    written = raw_values(headers, "from")
    if len(written) != 1:
        return False
    try:
        pairs = getaddresses([_plain(written[0])])
    except (RecursionError, IndexError, ValueError, AttributeError, TypeError):
        return False
    return len({address.casefold() for _, address in pairs if "@" in address}) == 1


def words(raw: str) -> str:
    """A value with its encoded words decoded, on one line."""
    return _FOLDS.sub(" ", "".join(_chunks(raw[:MOST_VALUE]))).strip()


def addresses(*raw: str) -> tuple[Address, ...]:
    """Every mailbox in the values once, in their order; what is none is left out."""
    try:
        pairs = getaddresses([_plain(value) for value in raw if value])
    except (RecursionError, IndexError, ValueError, AttributeError, TypeError):
        return ()
    found: dict[str, Address] = {}
    for name, address in pairs[: 2 * MOST_ADDRESSES]:
        one = mailbox(address, words(name))
        if one is not None:
            found.setdefault(one.folded, one)
    return tuple(found.values())[:MOST_ADDRESSES]


def mailbox(address: str, name: str = "") -> Address | None:
    """One mailbox; None if it is no address."""
    bare = printable(_plain(address)).strip().strip("<>").strip()
    if not _ADDRESS.fullmatch(bare):
        return None
    local, _, domain = bare.rpartition("@")
    return Address(name=name[:LONGEST_NAME], address=f"{local}@{domain.lower().rstrip('.')}")


def message_ids(raw: str) -> tuple[str, ...]:
    """The ids in a value, without their brackets, the last ones if there are many."""
    found = _MESSAGE_ID.findall(printable(_plain(raw)))
    return tuple(dict.fromkeys(found))[-MOST_REFERENCES:]


def date_of(raw: str) -> Instant | None:
    """The instant that a date header names; None if it names none."""
    try:
        return int(parsedate_to_datetime(raw).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError, OSError, AttributeError):
        return None


def parameter(headers: Headers, header: str, name: str) -> str:
    """A parameter of a header, such as the charset; RFC 2231 forms are put together."""
    try:
        found = headers.get_param(name, header=header)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
    if isinstance(found, tuple):
        charset, _, value = found
        return to_text(value.encode("latin-1", "replace"), charset or "utf-8")
    return words(found) if isinstance(found, str) else ""


def _chunks(raw: str) -> list[str]:
    if "=?" not in raw:
        return [_plain(raw)]
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError, AssertionError):
        return [_plain(raw)]
    return [
        to_text(piece, charset) if isinstance(piece, bytes) else _plain(piece)
        for piece, charset in pieces
    ]


def _plain(value: str) -> str:
    """Text in which no byte of an unknown charset is left."""
    try:
        raw = value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        raw = value.encode("utf-8", "surrogateescape")
    return to_text(raw, None)
