"""The words of a process: names, durations, shares, recipients, as people write them."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, get_args

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
DurationWords: TypeAlias = (
    Annotated[int, Field(ge=0, description="Minutes.")]
    | Annotated[
        str,
        Field(
            pattern=r"^\s*(\d+d)?(\d+h)?(\d+m)?\s*$",
            description="Such as 90m, 4h, 2d or 1h30m; a day is 24 hours of open time.",
        ),
    ]
)
Duration: TypeAlias = Annotated[
    int,
    BeforeValidator(_duration, json_schema_input_type=DurationWords),
    Field(ge=0, le=MAX_SECONDS),
    PlainSerializer(_duration_text, return_type=str, when_used="unless-none"),
]


def _percent(value: object) -> object:
    if isinstance(value, str) and value.strip().endswith("%"):
        digits = value.strip()[:-1]
        if digits.isascii() and digits.isdigit() and 0 < int(digits) < _WHOLE:
            return int(digits)
    raise ValueError(f"'{value}' is no percentage from 1% to 99%")


_WHOLE = 100
_RECIPIENTS: tuple[str, ...] = get_args(Recipient.model_fields["kind"].annotation)

PercentWords: TypeAlias = Annotated[
    str, Field(pattern=r"^\s*[1-9][0-9]?%\s*$", description="From 1% to 99%.")
]
Percent: TypeAlias = Annotated[
    int,
    BeforeValidator(_percent, json_schema_input_type=PercentWords),
    PlainSerializer(lambda share: f"{share}%", return_type=str),
]


def _recipient(value: object) -> object:
    if isinstance(value, str):
        return {"kind": _known(value)}
    if isinstance(value, Mapping) and len(value) == 1 and "kind" not in value:
        kind, name = next(iter(value.items()))
        return {"kind": _known(kind), "name": name}
    return value


def _known(kind: object) -> object:
    """Nobody writes `kind`: what is none is told of the recipient as a whole."""
    if kind not in _RECIPIENTS:
        *most, last = (f"'{one}'" for one in _RECIPIENTS)
        raise ValueError(f"must be {', '.join(most)} or {last}")
    return kind


def _recipient_form(recipient: Recipient) -> object:
    return recipient.kind if recipient.name is None else {recipient.kind: recipient.name}


def _named(recipient: Recipient) -> Recipient:
    if (recipient.name is None) == (recipient.kind in {"queue", "user", "role", "address"}):
        needs = "needs a name" if recipient.name is None else "takes no name"
        raise ValueError(f"the recipient '{recipient.kind}' {needs}")
    return recipient


RecipientWords: TypeAlias = (
    Literal["owner", "contact", "account_owner", "manager", "watchers"]
    | Annotated[
        dict[Literal["queue", "user", "role", "address"], str],
        Field(min_length=1, max_length=1, description="Such as {queue: Tier 1}."),
    ]
)
To: TypeAlias = Annotated[
    Recipient,
    BeforeValidator(_recipient, json_schema_input_type=RecipientWords),
    AfterValidator(_named),
    PlainSerializer(_recipient_form),
]


def not_empty(value: object) -> object:
    """Refuse an empty list before its items are read: items that are refused leave it empty too."""
    if isinstance(value, list | tuple) and not value:
        raise ValueError("must not be empty")
    return value
