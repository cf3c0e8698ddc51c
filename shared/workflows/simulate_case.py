"""A hypothetical case led through its life under a version or a draft; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.timetable import Timetable, timetable
from shared.domain.configuration import Configuration
from shared.domain.json_pointer import pointer_of
from shared.domain.life.doubts import doubts_of
from shared.domain.life.life import Life
from shared.domain.life.play import play
from shared.domain.milestone_types import as_listed
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.scenario import new_file, read_parts
from shared.domain.scenario_document import Scenario, read_scenario
from shared.errors import Absent, Fault, Misconfigured, Refused
from shared.workflows.world import World

LONGEST = 5 * 366 * 86_400
_NOT = "This cannot be simulated."
_MOST_WORK = 650_000
_EACH = 80
"""Milestones and triggers looked at, over all decisions, each of which costs something by itself:
together about two seconds of a processor."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """The life, and what publishing would say of its process."""

    life: Life
    doubts: tuple[Fault, ...]


def under_version(
    world: World, name: str, version: str, hypothesis: Mapping[str, Any]
) -> Simulation:
    """Under a published version, by number or `default`; raises Absent, or Refused with all faults."""
    configuration = world.shelf.current()
    process = _published(world, configuration, name, version)
    return _simulated(configuration, process, {}, {**hypothesis, "process": process.to_mapping()})


def under_draft(world: World, hypothesis: Mapping[str, Any]) -> Simulation:
    """Under a process document, with drafts of calendars by name; raises Refused with all faults."""
    configuration = world.shelf.current()
    try:
        process, drafts = read_parts(hypothesis)
    except Refused as refused:
        faults = tuple(Fault(pointer_of(f.pointer), f.message, f.code) for f in refused.faults)
        raise Refused(_NOT, faults=(*faults, *_span_faults(hypothesis))) from refused
    return _simulated(configuration, _as_listed(configuration, process), drafts, hypothesis)


def _as_listed(configuration: Configuration, draft: EntitlementProcess) -> EntitlementProcess:
    """Types that the draft says nothing of recur as they are listed, as publishing would have it."""
    listed = configuration.milestone_types()
    if listed is None:
        return draft
    return EntitlementProcess.parse(as_listed(draft.to_mapping(), listed))


def _published(
    world: World, configuration: Configuration, name: str, version: str
) -> EntitlementProcess:
    absent = Absent(f"There is no version '{version}' of a process '{name}'.")
    if version != "default" and not (version.isascii() and version.isdigit()):
        raise absent
    try:
        number = configuration.default_version(name) if version == "default" else int(version)
        found = world.shelf.process(Pin(name=name, version=number), configuration)
    except Misconfigured:
        raise absent from None
    return found.model_copy(update={"version": number})


def _simulated(
    configuration: Configuration,
    process: EntitlementProcess,
    drafts: Mapping[str, Timetable],
    document: Mapping[str, Any],
) -> Simulation:
    scenario = read_scenario({**document, "id": "simulation", "calendars": {}}).model_copy(
        update={"org_hours": configuration.settings.business_hours or ALWAYS_OPEN.name}
    )
    faults = [*_span_faults(document), *_type_faults(scenario, process)]
    policies = Policies(
        process=process,
        calendars=_calendars(configuration, scenario, process, drafts, faults),
        closed_statuses=configuration.closed_statuses(scenario.record.type),
        zone=configuration.settings.zone,
        max_pause=configuration.settings.max_pause,
    )
    if faults:
        raise Refused(_NOT, faults=tuple(faults))
    file = new_file(scenario, policies).model_copy(
        update={
            "calendars": {
                name: configuration.calendar_version(name)
                for name in policies.calendars.keys() - drafts.keys()
            }
        }
    )
    life = play(scenario, policies, file, most=_most(process))
    return Simulation(
        life, doubts_of(scenario, policies, configuration.known_names(process.applies_to))
    )


def _most(process: EntitlementProcess) -> int:
    weight = _EACH + sum(1 + len(item.actions) for item in process.milestones)
    return max(1, _MOST_WORK // weight)


def _span_faults(document: Mapping[str, Any]) -> list[Fault]:
    created, until = document["record"]["created_at"], document["until"]
    if until <= created:
        return [Fault("/until", "it must end after the record is created", "out_of_range")]
    if until - created > LONGEST:
        return [Fault("/until", "at most five years are simulated", "out_of_range")]
    return []


def _type_faults(scenario: Scenario, process: EntitlementProcess) -> list[Fault]:
    if scenario.record.type == process.applies_to:
        return []
    words = f"the process is for a {process.applies_to.replace('_', ' ')}"
    return [Fault("/record/type", words, "wrong_record_type")]


def _calendars(
    configuration: Configuration,
    scenario: Scenario,
    process: EntitlementProcess,
    drafts: Mapping[str, Timetable],
    faults: list[Fault],
) -> dict[str, Timetable]:
    tables: dict[str, Timetable] = {ALWAYS_OPEN.name: timetable(ALWAYS_OPEN), **drafts}
    named = (
        *((name, "/process") for name in sorted(process.calendar_names())),
        (scenario.record.business_hours, "/record/business_hours"),
        (scenario.record.entitlement_hours, "/record/entitlement_hours"),
        (scenario.org_hours, ""),
    )
    for name, pointer in named:
        if name and name not in tables:
            try:
                tables[name] = configuration.calendar(name)
            except Misconfigured:
                faults.append(Fault(pointer, f"there is no calendar '{name}'", "unknown"))
    return tables
