"""The working state of one decision: a case file taken apart, and put together again."""

from collections.abc import Iterator, Mapping

from shared.business_time.instant import Instant
from shared.business_time.timetable import Timetable
from shared.domain.bus_event import BusEvent
from shared.domain.case_file import CaseFile
from shared.domain.criteria import Condition, holds
from shared.domain.decision import FiredAction, Milestep, MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.engine.triggers import Trigger, due_of
from shared.domain.formula import Formula, evaluate
from shared.domain.milestone import CalendarBecause, Milestone
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import MilestoneItem
from shared.domain.sla_state import SlaState
from shared.domain.task import TaskDue
from shared.domain.value import Fields, Value
from shared.errors import Misconfigured

Key = tuple[str, int]


class Run:
    """Mutable while one decision is made; `at` is engine time, never the clock's (M14)."""

    def __init__(self, file: CaseFile, policies: Policies) -> None:
        self.file = file
        self.policies = policies
        self.fields: dict[str, Value] = dict(file.fields)
        self.state: SlaState = file.sla
        self.at: Instant = file.changed_at
        self.milestones: dict[Key, Milestone] = {(m.name, m.n): m for m in file.sla.milestones}
        self.successes: list[Key] = []
        self.steps: list[Milestep] = []
        self.fired: list[FiredAction] = []
        self.effects: list[Effect] = []
        self.tasks: list[TaskDue] = []
        self.events: list[BusEvent] = []
        self.past: list[MilestoneFacts] = []
        self.restarted: set[str] = set()
        self.completed: list[Key] = []
        self.settled_at: Instant | None = None
        self.closing_by_person = False
        self.skips_past: str | None = None
        self.cascade_stopped = False
        self._due: dict[tuple[str, int, Instant], list[Trigger]] = {}

    @property
    def process(self) -> EntitlementProcess:
        """The pinned version; only asked for once a process was applied."""
        if self.policies.process is None:
            raise Misconfigured(f"The process of {self.file.number} is not at hand.")
        return self.policies.process

    @property
    def has_process(self) -> bool:
        """Whether a process was applied and is at hand; without one only a stop can end by time."""
        return self.policies.process is not None and self.state.applied

    @property
    def is_in(self) -> bool:
        """Whether the record is inside its process."""
        return self.state.entered is not None and self.state.exited is None

    @property
    def is_closed(self) -> bool:
        """Whether the status is a closed one."""
        status = self.fields.get("status")
        return isinstance(status, str) and status.casefold() in self.policies.closed_statuses

    def meets(self, condition: Condition | None) -> bool:
        """Whether a condition holds of the record as it stands, at engine time."""
        return holds(condition, self._read(), self.at, self.policies.zone)

    def value_of(self, formula: Formula) -> Value:
        """What a formula gives for the record as it stands, at engine time."""
        return evaluate(formula.tree, self._read(), self.at, self.policies.zone)

    def _read(self) -> Fields:
        """What criteria and formulas read: the fields, and the record's type, which is none (K2)."""
        return {**self.fields, "record_type": self.file.record_type}

    def item_of(self, milestone: Milestone) -> MilestoneItem:
        """The process milestone that an occurrence was made from."""
        return self.process.milestones[milestone.item]

    def rules_of(self, milestone: Milestone) -> MilestoneItem | None:
        """Its item, or for one of a process that was left the first of its type (R9)."""
        if milestone.of is None:
            return self.item_of(milestone)
        items = self.process.milestones
        return next((item for item in items if item.milestone == milestone.name), None)

    def table_of(self, milestone: Milestone) -> Timetable:
        """The calendar that an occurrence counts in, in the revision that it is pinned to (C7)."""
        return self.policies.table(milestone.calendar, milestone.calendar_version)

    def calendar_for(self, item: MilestoneItem) -> tuple[str, CalendarBecause]:
        """The milestone's calendar, else the process's, record's, entitlement's, org's (C9)."""
        choices: tuple[tuple[str | None, CalendarBecause], ...] = (
            (item.business_hours, "milestone"),
            (self.process.business_hours, "process"),
            (self.file.business_hours, "record"),
            (self.file.entitlement_hours, "entitlement"),
        )
        for name, because in choices:
            if name is not None:
                return name, because
        return self.file.org_hours, "org"

    def pin(self, calendars: Mapping[str, int]) -> None:
        """Pin the record to other revisions of its calendars; what is due must be found anew."""
        self.file = self.file.model_copy(update={"calendars": dict(calendars)})
        self._due.clear()

    def take(self, file: CaseFile, policies: Policies) -> None:
        """Go on as another file under other policies; what is due must be found anew (R9)."""
        self.file, self.policies = file, policies
        self._due.clear()

    def put(self, milestone: Milestone) -> Milestone:
        """Keep the new state of an occurrence."""
        self.milestones[milestone.name, milestone.n] = milestone
        return milestone

    def triggers_of(self, milestone: Milestone) -> Iterator[Trigger]:
        """Time triggers of an occurrence that neither fired nor were skipped."""
        key = (milestone.name, milestone.n, milestone.target)
        planned = self._due.get(key)
        if planned is None:
            planned = self._due[key] = list(self._planned(milestone))
        done = milestone.done
        return iter([trigger for trigger in planned if trigger.position not in done])

    def _planned(self, milestone: Milestone) -> Iterator[Trigger]:
        item, table = self.item_of(milestone), self.table_of(milestone)
        for position, action in enumerate(item.actions):
            if action.on != "success" and position not in milestone.done:
                yield Trigger(due_of(action, milestone, table), position, action)

    def open_ones(self) -> Iterator[Milestone]:
        """Open occurrences, by item."""
        yield from (m for m in self.in_order() if m.is_open)

    def in_order(self) -> list[Milestone]:
        """All occurrences at hand by item, then number."""
        return sorted(self.milestones.values(), key=lambda m: (m.item, m.n))

    def last_of(self, name: str) -> Milestone | None:
        """The latest occurrence of a type, also of an earlier stay."""
        count = self.state.counts.get(name, 0)
        return self.milestones.get((name, count))

    def last_completed(self, name: str) -> Milestone | None:
        """The latest completed occurrence of a type in this stay; what recurs counts from it (M6)."""
        found = [
            m
            for m in self.milestones.values()
            if m.name == name and m.outcome == "completed" and m.stay == self.state.stay
        ]
        return max(found, key=lambda m: m.n, default=None)

    def note(
        self, what: str, milestone: Milestone | None = None, *, because: str | None = None
    ) -> None:
        """Write one line of the story."""
        self.steps.append(
            Milestep.model_validate(
                {
                    "at": self.at,
                    "what": what,
                    "milestone": milestone.name if milestone else None,
                    "occurrence": milestone.n if milestone else None,
                    "because": because,
                    "target": milestone.target if milestone else None,
                }
            )
        )

    def change_state(self, **changes: object) -> None:
        """Replace parts of the record-level state."""
        self.state = self.state.model_copy(update=changes)
