"""After a revision of a calendar: records that count by it move to it (C7)."""

from collections.abc import Iterator, Sequence
from itertools import islice

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import format_instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.errors import Fault, Refused
from shared.names import DUE_SHARDS
from shared.workflows.commit import is_open
from shared.workflows.jobs.alter_once import alter_once
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.preview_change import preview_change
from shared.workflows.world import World

_AT_ONCE = 100
_NEVER = 253_402_300_799
"""The last second of the year 9999: everything that is ever due is due before it."""


class RecomputeCalendar:
    """Every record on another revision of the calendar than the present one, open or still counting.

    The first parts list open records; the rest list closed ones that something still falls due on.
    """

    parts = 2 * DUE_SHARDS
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
        """Load records of one shard by hundreds, and keep those on another revision."""
        configuration = world.shelf.current()
        name = parameters["calendar"]
        version = configuration.calendar_version(name)
        numbers = _numbers(world, part)
        while batch := list(islice(numbers, _AT_ONCE)):
            yield [
                file.number
                for file in world.records.load_many(batch)
                if file.calendars.get(name, version) != version
                and is_open_now(file, configuration) == (part < DUE_SHARDS)
            ]

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


def is_open_now(file: CaseFile, configuration: Configuration) -> bool:
    """Whether lists of open records show it."""
    return is_open(file, configuration.closed_statuses(file.record_type))


def _asked(parameters: Parameters, reason: str | None) -> Alteration:
    return Alteration(verb="recompute", calendars=(parameters["calendar"],), reason=reason)


def _numbers(world: World, part: int) -> Iterator[str]:
    if part < DUE_SHARDS:
        return world.records.open_in(part)
    due = world.records.overdue(part - DUE_SHARDS, _NEVER)
    return (number for number, _ in due)
