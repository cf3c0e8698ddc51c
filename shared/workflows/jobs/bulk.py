"""What a kind of job has to say: which items there are, and how one of them is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.errors import Fault, Refused
from shared.workflows.world import World

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that a job moves on an item, in words; `before` and `after` may be instants."""

    item: str
    what: str
    before: str | None
    after: str | None


class Bulk(Protocol):
    """One kind of job. Items are listed in `parts`, up to `passes` times."""

    @property
    def parts(self) -> int:
        """How many parts a listing has; each is listed whole or not at all."""
        ...

    @property
    def passes(self) -> int:
        """How often is listed at most; more than once where items move while they are listed."""
        ...

    def check(self, world: World, parameters: Parameters) -> None:
        """Raise Refused with every fault of the parameters."""
        ...

    def found(self, world: World, parameters: Parameters, part: int) -> Iterator[Sequence[str]]:
        """Items of a part that need it, page by page as they are looked at; pages may be empty."""
        ...

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """What doing it would move on one item; nothing is written."""
        ...

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Do it once, however often it is called for a job; raises what the verb raises."""
        ...


def check_names(parameters: Parameters, *needed: str) -> None:
    """Raise Refused unless exactly these parameters are given, none of them empty."""
    faults = [
        Fault(f"/parameters/{name}", f"Say which {name}.", "missing")
        for name in needed
        if not parameters.get(name)
    ]
    faults += [
        Fault(f"/parameters/{name}", "This kind of job has no such parameter.", "unknown")
        for name in parameters
        if name not in needed
    ]
    if faults:
        raise Refused("The job cannot be planned so.", faults=tuple(faults))
