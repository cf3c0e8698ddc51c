"""How a receiver tells our webhooks from anybody else's: the signature of Standard Webhooks."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

from shared.business_time.instant import Instant
from shared.errors import Refused

SECRET_PREFIX = "whsec_"  # noqa: S105 - how a secret in base64 begins, and no secret
SHORTEST_KEY = 24


def sign(secrets: Sequence[str], identifier: str, at: Instant, body: str) -> str:
    """One signature per secret over `identifier.at.body`, separated by blanks.

    Raises Refused for a secret that is no key.
    """
    content = f"{identifier}.{at}.{body}".encode()
    return " ".join(f"v1,{_signature(key_of(secret), content)}" for secret in secrets)


def key_of(secret: str) -> bytes:
    """The key: base64 after `whsec_`, else the text itself; raises Refused if it is too short."""
    text = secret.strip()
    if text.startswith(SECRET_PREFIX):
        key = _decoded(text.removeprefix(SECRET_PREFIX))
    elif text.startswith("{"):
        raise Refused("the secret is JSON, not a key: keep it as plain text")
    else:
        key = text.encode()
    if len(key) < SHORTEST_KEY:
        raise Refused(f"the secret is shorter than {SHORTEST_KEY} bytes")
    return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as broken:
        raise Refused(f"the secret is not base64 after {SECRET_PREFIX}") from broken


def _signature(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
