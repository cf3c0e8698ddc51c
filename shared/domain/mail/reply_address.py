"""The address under which a case is answered: signed, so that nobody can write himself onto a case."""

import hashlib
import hmac
import re
from base64 import b32encode
from collections.abc import Iterable, Sequence

from shared.domain.record_number import is_number

REPLY_SECRET = "reply"  # noqa: S105 - the name of the secret that signs reply addresses

_BITS = 80
_WORD = "case"
_SIGNED = re.compile(r"(?i)\bcase\+([0-9a-z]{9})\.([a-z2-7]{16})@")


def reply_address(number: str, secret: str, domain: str) -> str:
    """The address of a case, such as `case+3k7q9wzdd.q5…@reply.acme.example`; letters have no case."""
    return f"{_WORD}+{number.lower()}.{_mac(number, secret)}@{domain}"


def case_in_addresses(addresses: Iterable[str], secrets: Sequence[str]) -> str | None:
    """The case that one of the addresses is of; `secrets` are the present one and those before it."""
    return case_in_text(" ".join(addresses), secrets)


def case_in_text(text: str, secrets: Sequence[str]) -> str | None:
    """The case of the first signed address in a text, such as a quoted history."""
    for found in _SIGNED.finditer(text):
        upper = str(found[1]).upper()
        given = str(found[2]).lower().encode()
        genuine = [hmac.compare_digest(_mac(upper, secret).encode(), given) for secret in secrets]
        if any(genuine) and is_number(upper):
            return upper
    return None


def is_signed(address: str) -> bool:
    """Whether an address has the form of a case's, whoever signed it."""
    return _SIGNED.match(address) is not None


def _mac(number: str, secret: str) -> str:
    words = f"milepost reply {number.upper()}".encode()
    digest = hmac.new(secret.encode(), words, hashlib.sha256).digest()
    return b32encode(digest[: _BITS // 8]).decode().lower()
