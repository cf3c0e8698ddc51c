"""The immutable policies that one record runs on, brought together for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.business_time.timetable import Timetable
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.pin import Pin
from shared.domain.process import EntitlementProcess


@dataclass(frozen=True, slots=True)
class Policies:
    """Pinned process, compiled calendars by name (always with 24x7), and the closed statuses (K6).

    `zone` is the organisation's: TODAY is its day. `calendars` are those that the record is pinned
    to, `versions` all that any of its milestones is pinned to (C7). `left` are processes that it ran
    on before, as far as somebody asks about them (R9).
    """

    process: EntitlementProcess | None
    calendars: Mapping[str, Timetable]
    closed_statuses: frozenset[str] = field(default_factory=lambda: frozenset({"closed"}))
    zone: str = DEFAULT_ZONE
    max_pause: int | None = None
    pause_template: str | None = None
    versions: Mapping[tuple[str, int], Timetable] = field(default_factory=dict)
    left: Mapping[Pin, EntitlementProcess] = field(default_factory=dict)

    def table(self, name: str, version: int | None = None) -> Timetable:
        """A calendar in one revision; without one, as the record is pinned to it."""
        found = None if version is None else self.versions.get((name, version))
        return self.calendars[name] if found is None else found
