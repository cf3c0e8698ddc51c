"""When two posts of a form are the same: same key, or same sender, subject and body (I2)."""

import hashlib
from collections.abc import Mapping

_SAME = ("email", "subject", "description")


def fingerprint(answers: Mapping[str, str]) -> str:
    """Digest who wrote what."""
    sender, *words = (answers.get(name, "") for name in _SAME)
    return _digest("\x1f".join((sender.casefold(), *words)))


def repeat_key(idempotency_key: str | None, print_of_it: str) -> str:
    """Choose the key of the receipt: the sender's own if there is one, else the fingerprint."""
    own = (idempotency_key or "").strip()
    return f"web:key:{_digest(own)}" if own else f"web:post:{print_of_it}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
