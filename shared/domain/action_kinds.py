"""What an action can do, one model a kind (A1)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from shared.domain.criteria import FieldName
from shared.domain.effect import Recipient
from shared.domain.formula import FormulaText
from shared.domain.process_words import Duration, Name, To, not_empty
from shared.domain.value import Frozen, Value

KINDS = ("email", "update", "escalate", "task", "webhook", "chat", "event")

TASK_OWNERS = ("owner", "manager", "account_owner", "queue", "user")

_MOST_FIELDS = 20


class Email(Frozen):
    """An alert by mail from a template (A1)."""

    template: Name
    to: Annotated[tuple[To, ...], BeforeValidator(not_empty), Field(max_length=50)]


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


class TaskOrder(Frozen):
    """Work for somebody, kept beside the record; `within` counts in the milestone's calendar."""

    subject: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    to: To
    within: Duration | None = None
    hours: Literal["business", "clock"] = "business"

    @field_validator("to")
    @classmethod
    def _is_somebody_at_work(cls, to: Recipient) -> Recipient:
        if to.kind not in TASK_OWNERS:
            raise ValueError(f"a task is for one of {', '.join(TASK_OWNERS)}")
        return to


class Webhook(Frozen):
    """A signed call to a target; `fields` are more of the record than the call shows anyhow."""

    target: Name
    fields: Annotated[tuple[FieldName, ...], Field(max_length=_MOST_FIELDS)] = ()


class Chat(Frozen):
    """A message to a chat: the text of a template, else the words of the target."""

    target: Name
    template: Name | None = None


EventName: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=60),
]
EventField: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)
]


class BusEventOrder(Frozen):
    """An event of its own on the bus; its fields are values, or formulas read when it fires."""

    name: EventName
    fields: Annotated[dict[EventField, Value | FormulaValue], Field(max_length=_MOST_FIELDS)] = (
        Field(default_factory=dict)
    )


class Do(Frozen):
    """One thing that an action does."""

    email: Email | None = None
    update: dict[FieldName, Value | FormulaValue] | None = None
    escalate: Escalate | None = None
    task: TaskOrder | None = None
    webhook: Webhook | None = None
    chat: Chat | None = None
    event: BusEventOrder | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "Do":
        if len(self.model_fields_set & set(KINDS)) != 1:
            raise ValueError(f"name exactly one of {', '.join(KINDS)}")
        return self
