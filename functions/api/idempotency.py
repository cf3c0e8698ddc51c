"""When two POSTs are one: the Idempotency-Key of a caller, and a fingerprint of what it asked."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from shared.domain.alteration import Repeat
from shared.errors import Fault, Refused

_LONGEST = 255


def repeat_of(
    key: str | None, caller: str, operation: str, path: str, body: Mapping[str, Any]
) -> Repeat | None:
    """Read the key, which is the caller's own and covers address and body; None without one."""
    if key is None:
        return None
    given = key.strip()
    if not 0 < len(given) <= _LONGEST or not given.isprintable():
        words = f"One to {_LONGEST} printable characters."
        raise Refused(
            "The idempotency key cannot be used.",
            faults=(Fault("header:/Idempotency-Key", words),),
        )
    asked = json.dumps([operation, path, body], sort_keys=True, separators=(",", ":"))
    return Repeat(key=f"api:{_digest(f'{caller} {given}')}", fingerprint=_digest(asked))


def repeat_of_request(request_id: str, caller: str) -> Repeat:
    """Make a key for a request that brought none: it repeats nothing but itself."""
    return Repeat(
        key=f"api:request:{_digest(f'{caller} {request_id}')}", fingerprint=_digest(request_id)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
