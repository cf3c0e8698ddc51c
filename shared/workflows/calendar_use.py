"""Who counts by a calendar: records that are open, and closed ones on which something still falls due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from shared.domain.case_file import CaseFile
from shared.names import DUE_SHARDS
from shared.workflows.commit import is_open
from shared.workflows.world import World

PARTS = 2 * DUE_SHARDS
"""The first half lists open records, the other half closed ones, a shard each."""

AT_ONCE = 100
_NEVER = 253_402_300_799
"""The last second of the year 9999: everything that is ever due is due before it."""


@dataclass(frozen=True, slots=True)
class CalendarUse:
    """How many records count by a calendar, and how many of their milestones are open and do.

    Unless it is `complete`, there may be more.
    """

    records: int = 0
    milestones: int = 0
    complete: bool = True


def calendar_use(world: World, name: str, *, most: int | None = None) -> CalendarUse:
    """Look at every record that could count by it; a minute's work for a hundred thousand.

    `most` is how many records of each part are looked at before it is left at that.
    """
    found = CalendarUse()
    for part in range(PARTS):
        looked = 0
        for page in counting_by(world, name, part):
            if most is not None and looked >= most:
                return replace(found, complete=False)
            looked += AT_ONCE
            alive = sum(
                milestone.is_alive and milestone.calendar == name
                for file in page
                for milestone in file.sla.milestones
            )
            found = CalendarUse(found.records + len(page), found.milestones + alive)
    return found


def counting_by(
    world: World, name: str, part: int, *, but: int | None = None
) -> Iterator[Sequence[CaseFile]]:
    """Records of one part on any revision of the calendar `but` this one, by hundreds looked at."""
    configuration = world.shelf.current()
    numbers = _numbers(world, part)
    while batch := list(islice(numbers, AT_ONCE)):
        yield [
            file
            for file in world.records.load_many(batch)
            if file.calendars.get(name, but) != but
            and is_open(file, configuration.closed_statuses(file.record_type))
            == (part < DUE_SHARDS)
        ]


def _numbers(world: World, part: int) -> Iterator[str]:
    if part < DUE_SHARDS:
        return world.records.open_in(part)
    due = world.records.overdue(part - DUE_SHARDS, _NEVER)
    return (number for number, _ in due)
