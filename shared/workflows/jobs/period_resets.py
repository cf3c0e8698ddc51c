"""Once a day: allowances whose month has begun anew (E6)."""

from collections.abc import Iterator, Sequence

from shared.business_time.instant import format_instant
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.jobs.each_entitlement import each_entitlement, read_entitlement
from shared.workflows.reset_period import due_resets, reset_period
from shared.workflows.world import World


class PeriodResets:
    """Every allowance by the month whose present period has not been settled."""

    parts = 1
    passes = 1

    def check(self, world: World, parameters: Parameters) -> None:
        """There is nothing to be said."""
        del world
        check_names(parameters)

    def found(self, world: World, parameters: Parameters, part: int) -> Iterator[Sequence[str]]:
        """Those that are due, among all entitlements."""
        del parameters, part
        for page in each_entitlement(world):
            yield [one.id for one in page if due_resets(world, one)]

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """What was used before the period, and from when on it is forgiven."""
        del parameters, caller
        entitlement = read_entitlement(world, item)
        for due in due_resets(world, entitlement) if entitlement else ():
            kind = due.record_type.replace("_", " ")
            yield Move(item, f"{-due.amount} used by {kind}s", None, format_instant(due.at))

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Reset it, if it is still due."""
        entitlement = read_entitlement(world, item)
        if entitlement is None:
            return "unchanged"
        done = reset_period(world, entitlement, by=job.caller, reference=f"job {job.id}")
        return "changed" if done else "unchanged"
