"""Processes that a scenario's record goes over to, because its entitlement changes (R9)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shared.domain.case_file import CaseFile
from shared.domain.change import Switch
from shared.domain.engine.switching import Onto
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.scenario_document import Scenario, ScenarioEvent
from shared.errors import Fault, Refused


def pin_of(process: EntitlementProcess) -> Pin:
    """The version that a scenario's record is pinned to; a process without a number is the first."""
    return Pin(name=process.name, version=process.version or 1)


@dataclass(frozen=True, slots=True)
class OtherProcesses:
    """The processes that events name, by the word that they use."""

    known: Mapping[str, EntitlementProcess] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> "OtherProcesses":
        """Read them; a scenario whose faults were told before has none left."""
        return cls(
            {word: EntitlementProcess.parse(form) for word, form in scenario.processes.items()}
        )

    def switch_of(self, event: ScenarioEvent) -> Switch | None:
        """What the event asks of the engine; None if it keeps the process."""
        if not event.switches:
            return None
        process = self.known.get(event.process or "")
        return Switch(process=pin_of(process) if process else None, fire_past=event.fire_past)

    def onto(
        self,
        event: ScenarioEvent,
        file: CaseFile,
        policies: Policies,
        calendars: Mapping[str, int],
    ) -> Onto | None:
        """The record and the policies that the event leads to."""
        if not event.switches:
            return None
        process = self.known.get(event.process or "")
        changed = file.model_copy(
            update={
                "process": pin_of(process) if process else None,
                "entitlement_hours": event.entitlement_hours,
                "org_hours": event.org_hours or file.org_hours,
                "calendars": dict(calendars),
            }
        )
        left = dict(policies.left)
        if policies.process is not None:
            left[pin_of(policies.process)] = policies.process
        return Onto(changed, replace(policies, process=process, left=left))


def process_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with the other processes, and events that name none of them."""
    forms = document.get("processes")
    known = forms if isinstance(forms, Mapping) else {}
    for word, form in known.items():
        if isinstance(form, Mapping):
            yield from _unreadable(f"processes.{word}", form)
    events = document.get("events")
    for place, event in enumerate(events if isinstance(events, Sequence) else ()):
        name = event.get("process") if isinstance(event, Mapping) else None
        if isinstance(name, str) and name not in known:
            words = f"there is no process '{name}' under processes"
            yield Fault(f"events[{place}].process", words, "unknown")


def _unreadable(path: str, form: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        EntitlementProcess.parse(form)
    except Refused as refused:
        for fault in refused.faults:
            where = ".".join(part for part in (path, fault.pointer) if part)
            yield Fault(where, fault.message, fault.code)


def doubled(scenario: Scenario, first: EntitlementProcess, others: OtherProcesses) -> list[Fault]:
    """Two processes of one name and version that say different things: neither could be meant."""
    seen = {pin_of(first): first}
    faults: list[Fault] = []
    for word, process in others.known.items():
        pin = pin_of(process)
        if seen.setdefault(pin, process) != process:
            words = f"another process is '{pin.name}', version {pin.version} too: give it a version"
            faults.append(Fault(f"processes.{word}.version", words, "duplicate"))
    return faults
