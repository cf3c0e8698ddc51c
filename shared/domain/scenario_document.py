"""The form of a scenario: a process, a record, what happens to it, and until when."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import Instant, parse_instant
from shared.domain.case_file import RecordType
from shared.domain.change import Change, RecordEvent, Stop, Switch
from shared.domain.faults import faults_of
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.process_words import Duration
from shared.domain.value import Frozen, Value
from shared.domain.written import Zone
from shared.errors import Refused


def _instant(value: object) -> object:
    return parse_instant(value) if isinstance(value, str) else value


def _tuple_of_events(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Moment = Annotated[Instant, BeforeValidator(_instant)]


class ScenarioStop(Frozen):
    """A stop with what the person said."""

    reason: str | None = None
    by: str | None = None
    until: Moment | None = None


class ScenarioEvent(Frozen):
    """One change; several keys at once are one change.

    `process` names another one under `processes`, null none: the record goes over to it (R9), under
    the hours that then are the entitlement's and the organisation's.
    """

    at: Moment
    set: dict[str, Value] = Field(default_factory=dict)
    event: Annotated[tuple[RecordEvent, ...], BeforeValidator(_tuple_of_events)] = ()
    complete: str | None = None
    completed_at: Moment | None = None
    reopen_milestone: str | None = None
    waive: str | None = None
    waive_reason: str | None = None
    stop: bool | ScenarioStop | None = None
    apply_process: bool = False
    entry_at: Moment | None = None
    force_close: bool = False
    recompute: bool | dict[str, int] = False
    process: str | None = None
    fire_past: bool = False
    entitlement_hours: str | None = None
    org_hours: str | None = None

    @property
    def switches(self) -> bool:
        """Whether it names a process or, with null, none."""
        return "process" in self.model_fields_set

    def change(
        self, recompute: dict[str, int] | None = None, switch: Switch | None = None
    ) -> Change:
        """The change that the engine hears; `recompute` are the revisions to move to (C7)."""
        said = self.stop if isinstance(self.stop, ScenarioStop) else ScenarioStop()
        return Change(
            set=self.set,
            record_events=self.event,
            complete=self.complete,
            completed_at=self.completed_at,
            reopen_milestone=self.reopen_milestone,
            waive=self.waive,
            waive_reason=self.waive_reason,
            stop=Stop(reason=said.reason, by=said.by, until=said.until) if self.stop else None,
            resume=self.stop is False,
            apply_process=self.apply_process,
            entry_at=self.entry_at,
            force_close=self.force_close,
            recompute=recompute if switch is None else None,
            switch=switch,
        )


class ScenarioRecord(Frozen):
    """The record as it is made.

    `calendar_revisions` are those that it runs on, counted from 1; left out, the last saved by then.
    """

    type: RecordType = "case"
    created_at: Moment
    business_hours: str | None = None
    entitlement_hours: str | None = None
    process_applied: bool = True
    calendar_revisions: dict[str, int] = Field(default_factory=dict)
    entry_at: Moment | None = None
    event: Annotated[tuple[RecordEvent, ...], BeforeValidator(_tuple_of_events)] = ()
    fields: dict[str, Value] = Field(default_factory=dict)


class Scenario(Frozen):
    """One scenario; `expect` and what describes it are carried along unread.

    `processes` are those that events lead over to, by the word that they name them with.
    """

    id: str = "scenario"
    rules: tuple[str, ...] = ()
    notes: str | None = None
    calendars: dict[str, dict[str, Any] | list[dict[str, Any]]] = Field(default_factory=dict)
    process: dict[str, Any]
    processes: dict[str, dict[str, Any]] = Field(default_factory=dict)
    record: ScenarioRecord
    events: tuple[ScenarioEvent, ...] = ()
    until: Moment
    org_hours: str = ALWAYS_OPEN.name
    zone: Zone = DEFAULT_ZONE
    closed_statuses: tuple[str, ...] = ("Closed",)
    max_pause: Duration | None = None
    expect: dict[str, Any] | None = None


def read_scenario(document: Mapping[str, Any]) -> Scenario:
    """Read a document; raises Refused with every fault."""
    try:
        return Scenario.model_validate(document)
    except ValidationError as error:
        raise Refused("The scenario cannot be read.", faults=faults_of(error)) from error
