"""One step of the set-up: what it is for, whether it is done, what was found, what does it."""

from typing import Literal, TypeAlias

from shared.domain.value import Frozen

StepState: TypeAlias = Literal["done", "not_done", "not_used"]


class Step(Frozen):
    """`command` does the step; it is None where the deployment has nothing yet that could."""

    id: str
    title: str
    state: StepState
    found: str
    command: str | None
