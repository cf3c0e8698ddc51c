"""The parts that a process version is made of: milestones, their triggers, their completion (P1)."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from shared.domain.action_kinds import Do
from shared.domain.change import RecordEvent
from shared.domain.criteria import Condition
from shared.domain.formula import FormulaText
from shared.domain.process_words import Duration, Name, Percent
from shared.domain.value import Frozen


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

    @field_validator("within")
    @classmethod
    def _is_longer_than_zero(cls, within: int | None) -> int | None:
        if within == 0:
            raise ValueError("the allowed time must be longer than zero")
        return within

    @model_validator(mode="after")
    def _has_an_allowed_time(self) -> "MilestoneItem":
        if (self.within is None) == (self.within_formula is None):
            raise ValueError("give either within or within_formula")
        names = [action.name for action in self.actions]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two actions have the name '{twice[0]}'")
        return self
