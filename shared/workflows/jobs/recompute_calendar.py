"""After a revision of a calendar: records that count by it move to it (C7)."""

from collections.abc import Iterator, Sequence

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import format_instant
from shared.domain.alteration import Alteration
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.errors import Fault, Refused
from shared.workflows.calendar_use import PARTS, counting_by
from shared.workflows.jobs.alter_once import alter_once
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.preview_change import preview_change
from shared.workflows.world import World


class RecomputeCalendar:
    """Every record on another revision of the calendar than the present one, open or still counting."""

    parts = PARTS
    passes = 3

    def check(self, world: World, parameters: Parameters) -> None:
        """Refuse what is no calendar, and 24x7, which is never revised."""
        check_names(parameters, "calendar")
        name = parameters["calendar"]
        if name == ALWAYS_OPEN.name or not world.shelf.current().has_calendar(name):
            words = f"There is no calendar '{name}' that could have been revised."
            faults = (Fault("/parameters/calendar", words, "unknown"),)
            raise Refused("The job cannot be planned so.", faults=faults)

    def found(self, world: World, parameters: Parameters, part: int) -> Iterator[Sequence[str]]:
        """Records of one shard on another revision than the present one."""
        name = parameters["calendar"]
        version = world.shelf.current().calendar_version(name)
        for page in counting_by(world, name, part, but=version):
            yield [file.number for file in page]

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """Targets as they are and as they would be."""
        preview = preview_change(world, item, _asked(parameters, None), caller)
        for before, after in preview.milestones():
            if before is not None and before.target != after.target:
                was, now = format_instant(before.target), format_instant(after.target)
                yield Move(item, after.name, was, now)

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Recompute one record, as `POST /cases/{number}/recompute` does."""
        words = f"job {job.id}" + (f": {job.reason}" if job.reason else "")
        return alter_once(world, job, item, _asked(job.parameters, words))


def _asked(parameters: Parameters, reason: str | None) -> Alteration:
    return Alteration(verb="recompute", calendars=(parameters["calendar"],), reason=reason)
