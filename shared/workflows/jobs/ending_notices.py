"""Once a day: entitlements of which it is time to say that they end (E9)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from shared.business_time.instant import to_datetime
from shared.domain.entitlement import Entitlement
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.jobs.each_entitlement import each_entitlement, read_entitlement
from shared.workflows.tell_ending import due_notice, tell_ending
from shared.workflows.world import World


class EndingNotices:
    """Every entitlement that has a notice due, whatever its account and its zone."""

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
            yield [one.id for one in page if _is_due(world, one)]

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """Which notice would be told, and the day that it tells of."""
        del parameters, caller
        entitlement = read_entitlement(world, item)
        notice = due_notice(world, entitlement, world.clock.now()) if entitlement else None
        if notice is not None:
            yield Move(item, f"{notice.days} days", None, notice.end_date.isoformat())

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Tell it, if it is still due."""
        del job
        entitlement = read_entitlement(world, item)
        told = tell_ending(world, entitlement) if entitlement else None
        return "unchanged" if told is None else "changed"


def _is_due(world: World, entitlement: Entitlement) -> bool:
    if entitlement.end_date is None:
        return False
    now = world.clock.now()
    most = max(world.shelf.current().settings.ending_notice_days, default=0)
    # a day to either side, so that the account and its zone are read for the few that are near
    today = to_datetime(now).date()
    if not today - timedelta(days=1) <= entitlement.end_date <= today + timedelta(days=most + 1):
        return False
    return due_notice(world, entitlement, now) is not None
