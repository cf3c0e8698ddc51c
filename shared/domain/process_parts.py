"""The parts that a process version is made of: milestones, their triggers, what these do (P1)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    StringConstraints,
    Tag,
    model_validator,
)

from shared.business_time.duration import parse_duration
from shared.domain.change import RecordEvent
from shared.domain.criteria import Condition, FieldName
from shared.domain.effect import Recipient
from shared.domain.formula import parse_formula
from shared.domain.value import Frozen, Value

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
    if (recipient.name is None) == (recipient.kind in {"queue", "role", "address"}):
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


class Email(Frozen):
    """An alert by mail from a template (A1)."""

    template: Name
    to: Annotated[tuple[To, ...], BeforeValidator(not_empty), Field(max_length=50)]


def _readable(text: str) -> str:
    parse_formula(text)
    return text


FormulaText: TypeAlias = Annotated[str, AfterValidator(_readable)]


class FormulaValue(Frozen):
    """A value that a formula gives when the action fires."""

    formula: FormulaText


class Escalate(Frozen):
    """Raises the level; changes owner or queue, informs, sets a priority, only as far as named."""

    queue: Name | None = None
    owner: Name | None = None
    priority: str | None = None
    inform: tuple[To, ...] = ()
    template: Name | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "Escalate":
        if self.queue and self.owner:
            raise ValueError("escalate to a queue or to an owner, not to both")
        if bool(self.inform) != bool(self.template):
            raise ValueError("informing somebody takes both inform and template")
        return self


class Do(Frozen):
    """One thing that an action does."""

    email: Email | None = None
    update: dict[FieldName, Value | FormulaValue] | None = None
    escalate: Escalate | None = None
    task: dict[str, Any] | None = None
    webhook: dict[str, Any] | None = None
    chat: dict[str, Any] | None = None
    event: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "Do":
        if len(self.model_fields_set & set(type(self).model_fields)) != 1:
            raise ValueError(
                "name exactly one of email, update, escalate, task, webhook, chat, event"
            )
        return self


class Action(Frozen):
    """A trigger with what it does: `before`/`at` for warnings, `after` for violations (M12)."""

    name: Name
    on: Literal["warning", "violation", "success"]
    before: Duration | None = None
    at: Percent | None = None
    after: Duration | None = None
    hours: Literal["business", "clock"] = "business"
    if_late: Literal["fire", "skip", "last_only"] | None = None
    hold_until_open: bool = False
    do: Annotated[tuple[Do, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _has_its_offset(self) -> "Action":
        given = [name for name in ("before", "at", "after") if getattr(self, name) is not None]
        if self.on == "warning" and given not in (["before"], ["at"]):
            raise ValueError("a warning takes either before or at")
        if self.on == "violation" and set(given) - {"after"}:
            raise ValueError("a violation takes after alone")
        if self.on == "success" and given:
            raise ValueError("a success takes no offset")
        if self.at is not None and self.hours == "clock":
            raise ValueError("a percentage always counts in business time")
        return self


class EventCompletion(Frozen):
    """Completion by a built-in record event (M7)."""

    event: RecordEvent


def _form_of_completion(value: object) -> str:
    by_event = isinstance(value, EventCompletion) or (
        isinstance(value, Mapping) and "event" in value
    )
    return "(event)" if by_event else "(condition)"


Completion: TypeAlias = Annotated[
    Annotated[EventCompletion, Tag("(event)")] | Annotated[Condition, Tag("(condition)")],
    Discriminator(_form_of_completion),
]


class MilestoneItem(Frozen):
    """One milestone of a process: allowed time, start, criteria, completion, pauses, actions."""

    milestone: Name
    within: Duration | None = None
    within_formula: FormulaText | None = None
    start: Literal["process", "criteria"] = "process"
    when: Condition | None = None
    business_hours: Name | None = None
    complete: Completion | None = None
    pause: Condition | None = None
    agreement: Literal["sla", "ola", "none"] = "sla"
    pauses: bool = True
    on_reopen: Literal["keep", "resume", "restart"] | None = None
    required_to_close: bool = False
    actions: Annotated[tuple[Action, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _has_an_allowed_time(self) -> "MilestoneItem":
        if (self.within is None) == (self.within_formula is None):
            raise ValueError("give either within or within_formula")
        if self.within == 0:
            raise ValueError("the allowed time must be longer than zero")
        names = [action.name for action in self.actions]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two actions have the name '{twice[0]}'")
        return self
