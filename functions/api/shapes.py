"""What people may ask for: request bodies, closed against unknown keys, with an example each."""

import re
import unicodedata
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)

from functions.api.instants import read_instant
from shared.domain.change import RecordEvent
from shared.domain.value import Value
from shared.domain.written import LONGEST_NAME

_LONGEST_TEXT = 32_000
_LONGEST_VALUE = 4_000
_MOST_FIELDS = 100
_MOST_AT_ONCE = 20
_MOST_CALENDARS = 50
MOST_EVENTS = 200
_LARGEST = 1e15
_MAIL_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}"
)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
OWN_KEYS = frozenset({"subject", "description", "status", "priority", "owner", "queue"})
"""Fields that stand at the top of a body, never under `fields`."""


def _without_control(text: str) -> str:
    if any(
        unicodedata.category(mark) in {"Cc", "Zl", "Zp"} and mark not in "\n\t\r" for mark in text
    ):
        raise ValueError("There are control characters in it.")
    return text


def one_line(text: str) -> str:
    """Refuse breaks of lines and control characters."""
    if any(mark in text for mark in "\n\t\r"):
        raise ValueError("This must be one line.")
    return _without_control(text)


def _scalar(value: Any) -> Value:
    if isinstance(value, str) and len(value) <= _LONGEST_VALUE:
        return _without_control(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) <= _LARGEST:
        return value
    raise ValueError(
        f"A value is a text of at most {_LONGEST_VALUE} characters, a number, true, false or null."
    )


def _field_name(name: str) -> str:
    if name in OWN_KEYS:
        raise ValueError(f"'{name}' stands at the top of the body, not under fields.")
    if not _FIELD_NAME.fullmatch(name):
        raise ValueError("This is no name of a field.")
    return name


def _mail_address(text: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(text):
        raise ValueError("This is not an e-mail address.")
    return text


Subject: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=255),
    AfterValidator(one_line),
]
Short: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(one_line),
]
Named: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME),
    AfterValidator(one_line),
]
"""The id of a document, as long as one may be."""

Words: TypeAlias = Annotated[
    str, StringConstraints(max_length=_LONGEST_TEXT), AfterValidator(_without_control)
]
SomeWords: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_TEXT),
    AfterValidator(_without_control),
]
"""Words of which some are left when blanks around them are gone."""

MailAddress: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_mail_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
FieldName: TypeAlias = Annotated[str, AfterValidator(_field_name)]
At: TypeAlias = Annotated[
    int,
    BeforeValidator(read_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-02T09:05:00Z"]}),
]
Scalar: TypeAlias = Annotated[
    Any,
    BeforeValidator(_scalar),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": _LONGEST_VALUE},
                {"type": "number"},
                {"type": "boolean"},
                {"type": "null"},
            ]
        }
    ),
]
Flag: TypeAlias = Annotated[bool, Field(strict=True)]
"""True or false, and no words for them: `"no"` may have been meant as either."""
CustomFields: TypeAlias = Annotated[
    dict[FieldName, Scalar],
    Field(max_length=_MOST_FIELDS, description="Declared fields by name; null clears."),
]


class Asked(BaseModel):
    """A request body: immutable, and a fault for every key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewCase(Asked):
    """A record to be opened; without `entitlement` the matching rules choose one (R1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject": "Pump 3 has stopped",
                "description": "It stopped at 9:40 and does not start again.",
                "email": "ann@acme.example",
                "priority": "High",
                "fields": {"product_line": "Pumps"},
            }
        }
    )
    subject: Subject
    description: Words = ""
    name: Short | None = None
    email: MailAddress | None = None
    phone: Short | None = None
    company: Short | None = None
    account: Named | None = None
    contact: Named | None = None
    asset: Named | None = None
    serial_number: Named | None = None
    product: Named | None = None
    entitlement: Named | None = None
    business_hours: Named | None = None
    status: Short | None = None
    priority: Short | None = None
    owner: Named | None = None
    queue: Named | None = None
    fields: CustomFields = Field(default_factory=dict)


class CaseChange(Asked):
    """What is to be different; a key that is left out stays, null clears it.

    Another entitlement brings its own process; what was due under it before now is skipped, or
    fires with `fire_past` (R9).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"priority": "High", "owner": "bob", "fields": {"product_line": "Valves"}}
        }
    )
    subject: Subject | None = None
    status: Short | None = None
    priority: Short | None = None
    owner: Named | None = None
    queue: Named | None = None
    account: Named | None = None
    contact: Named | None = None
    asset: Named | None = None
    product: Named | None = None
    entitlement: Named | None = None
    fire_past: Flag = False
    fields: CustomFields = Field(default_factory=dict)

    @field_validator("subject", "status")
    @classmethod
    def _never_blank(cls, given: str | None) -> str:
        if given is None:
            raise ValueError("This cannot be cleared.")
        return given


class Completion(Asked):
    """When it was completed; left out: now (M7)."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"completed_at": "2026-03-02T09:05:00Z"}}
    )
    completed_at: At | None = None


class Reason(Asked):
    """Why, for the audit entry."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Completed by mistake"}})
    reason: Subject | None = None


class Waiver(Asked):
    """Why the milestone is not to count (M16)."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "Customer asked for a date in May"}}
    )
    reason: Subject


class ClockStop(Asked):
    """Why the clocks stop, and when they go on by themselves (M10)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"reason": "Waiting on customer", "until": "2026-03-04T08:00:00Z"}
        }
    )
    reason: Subject
    until: At | None = None


class Nothing(Asked):
    """An empty body."""

    model_config = ConfigDict(json_schema_extra={"example": {}})


class Closing(Asked):
    """The closed status (left out: the organisation's), and why; `force` passes over required milestones and takes a reason (M11)."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"status": "Closed", "reason": "Solved by phone"}}
    )
    status: Short | None = None
    reason: Subject | None = None
    force: Flag = False


class Reopening(Asked):
    """The open status (left out: the organisation's), and why."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "It came back"}})
    status: Short | None = None
    reason: Subject | None = None


class NewComment(Asked):
    """A public answer or an internal note; the first public one is `first_public_reply` (M7)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"body": "We are sending a technician today.", "public": True}
        }
    )
    body: SomeWords
    public: Flag = False


class HypotheticalRecord(BaseModel):
    """A record that does not exist; `event` is what happened as it was made, such as a public reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: Literal["case", "work_order"] = "case"
    created_at: At
    business_hours: Named | None = None
    entitlement_hours: Short | None = None
    entry_at: At | None = None
    event: Annotated[list[RecordEvent], Field(max_length=_MOST_AT_ONCE)] = Field(
        default_factory=list
    )
    fields: Annotated[dict[Short, Scalar], Field(max_length=_MOST_FIELDS)] = Field(
        default_factory=dict
    )


class HypotheticalStop(BaseModel):
    """A stop with what a person would say."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reason: Subject | None = None
    until: At | None = None


class HypotheticalEvent(BaseModel):
    """One change of the record; several keys at once are one change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: At
    set: Annotated[dict[Short, Scalar], Field(max_length=_MOST_FIELDS)] = Field(
        default_factory=dict
    )
    event: Annotated[list[RecordEvent], Field(max_length=_MOST_AT_ONCE)] = Field(
        default_factory=list
    )
    complete: Short | None = None
    completed_at: At | None = None
    reopen_milestone: Short | None = None
    waive: Short | None = None
    stop: Flag | HypotheticalStop | None = None


_SIMULATION: dict[str, Any] = {
    "record": {
        "created_at": "2026-03-06T20:40:00Z",
        "fields": {"status": "New", "priority": "High"},
    },
    "events": [
        {"at": "2026-03-09T14:50:00Z", "event": ["first_public_reply"]},
        {"at": "2026-03-09T16:00:00Z", "stop": {"reason": "Waiting for a spare part"}},
        {"at": "2026-03-10T16:00:00Z", "stop": False},
        {"at": "2026-03-13T14:00:00Z", "set": {"status": "Closed"}},
    ],
    "until": "2026-03-16T00:00:00Z",
}
Events: TypeAlias = Annotated[list[HypotheticalEvent], Field(max_length=MOST_EVENTS)]


class Simulation(Asked):
    """A hypothetical case under a published version: what it is, what happens, until when (exclusive)."""

    model_config = ConfigDict(json_schema_extra={"example": _SIMULATION})
    record: HypotheticalRecord
    events: Events = Field(default_factory=list)
    until: At


class DraftSimulation(Asked):
    """The same under a process that is only being written; `calendars` may be drafts too, by name."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_SIMULATION,
                "process": {
                    "name": "Gold support",
                    "milestones": [
                        {
                            "milestone": "First Response",
                            "within": "1h",
                            "complete": {"event": "first_public_reply"},
                        }
                    ],
                },
            }
        }
    )
    process: dict[str, Any]
    calendars: Annotated[dict[Short, dict[str, Any]], Field(max_length=_MOST_CALENDARS)] = Field(
        default_factory=dict
    )
    record: HypotheticalRecord
    events: Events = Field(default_factory=list)
    until: At
