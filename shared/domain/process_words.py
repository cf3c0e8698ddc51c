"""The words of a process: names, durations, shares, recipients, as people write them."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints

from shared.business_time.duration import parse_duration
from shared.domain.effect import Recipient

MAX_SECONDS = 20 * 366 * 86_400


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, int | str) else value


def _duration_text(seconds: int) -> str:
    return f"{seconds // 60}m"


Name: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)
]
Duration: TypeAlias = Annotated[
    int,
    BeforeValidator(_duration),
    Field(ge=0, le=MAX_SECONDS),
    PlainSerializer(_duration_text, return_type=str, when_used="unless-none"),
]


def _percent(value: object) -> object:
    if isinstance(value, str) and value.strip().endswith("%"):
        digits = value.strip()[:-1]
        if digits.isdigit() and 0 < int(digits) < _WHOLE:
            return int(digits)
    raise ValueError(f"'{value}' is no percentage from 1% to 99%")


_WHOLE = 100

Percent: TypeAlias = Annotated[
    int, BeforeValidator(_percent), PlainSerializer(lambda share: f"{share}%", return_type=str)
]


def _recipient(value: object) -> object:
    if isinstance(value, str):
        return {"kind": value}
    if isinstance(value, Mapping) and len(value) == 1 and "kind" not in value:
        kind, name = next(iter(value.items()))
        return {"kind": kind, "name": name}
    return value


def _recipient_form(recipient: Recipient) -> object:
    return recipient.kind if recipient.name is None else {recipient.kind: recipient.name}


def _named(recipient: Recipient) -> Recipient:
    if (recipient.name is None) == (recipient.kind in {"queue", "user", "role", "address"}):
        needs = "needs a name" if recipient.name is None else "takes no name"
        raise ValueError(f"the recipient '{recipient.kind}' {needs}")
    return recipient


To: TypeAlias = Annotated[
    Recipient,
    BeforeValidator(_recipient),
    AfterValidator(_named),
    PlainSerializer(_recipient_form),
]


def not_empty(value: object) -> object:
    """Refuse an empty list before its items are read: items that are refused leave it empty too."""
    if isinstance(value, list | tuple) and not value:
        raise ValueError("must not be empty")
    return value
