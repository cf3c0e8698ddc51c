"""What people may ask of tasks."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, StringConstraints, field_validator

from functions.api.shapes import Asked, At, Short, one_line
from shared.domain.task_making import LONGEST_SUBJECT

TaskSubject = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SUBJECT),
    AfterValidator(one_line),
]


class NewTask(Asked):
    """Work for a user or a queue; without either it is yours."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject": "Call Ann Ames about the part",
                "owner": "bob",
                "due_at": "2026-03-02T15:00:00Z",
            }
        }
    )
    subject: TaskSubject
    owner: Short | None = None
    queue: Short | None = None
    due_at: At | None = None


class TaskChange(Asked):
    """What is to be different; a key that is left out stays, and `due_at: null` takes the time away."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"queue": "Tier 2", "due_at": "2026-03-03T09:00:00Z"}}
    )
    subject: TaskSubject | None = None
    owner: Short | None = None
    queue: Short | None = None
    due_at: At | None = None

    @field_validator("subject")
    @classmethod
    def _never_blank(cls, given: str | None) -> str:
        if given is None:
            raise ValueError("This cannot be cleared.")
        return given
