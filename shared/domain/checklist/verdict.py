"""What looking at one step found."""

from typing import NamedTuple

from shared.domain.checklist.step import StepState


class Verdict(NamedTuple):
    """A state and the words for what was found."""

    state: StepState
    found: str


def done(found: str) -> Verdict:
    """The step is done."""
    return Verdict("done", found)


def not_done(found: str) -> Verdict:
    """The step is worth doing and has not been done."""
    return Verdict("not_done", found)


def not_used(found: str) -> Verdict:
    """The organisation does without, or the deployment has nothing of the kind yet."""
    return Verdict("not_used", found)


def listed(names: list[str], most: int = 5) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:most])
    left = len(names) - most
    return f"{shown} and {left} more" if left > 0 else shown
