"""What is allowed in a scenario and seldom meant: what publishing would say, and misspelt fields."""

from collections.abc import Iterator

from shared.domain.built_in_fields import BUILT_IN
from shared.domain.field_name import canonical_field
from shared.domain.known_names import KnownNames
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.process_check import check_process
from shared.domain.scenario_document import Scenario
from shared.errors import Fault

_OF_OTHER_DOCUMENTS = frozenset({"unknown", "not_available"})
"""A scenario has no queues, users or templates, so nothing can be said about their names."""


def doubts_of(
    scenario: Scenario, policies: Policies, known: KnownNames | None = None
) -> tuple[Fault, ...]:
    """Everything that publishing would refuse or warn of, and fields that never hold anything.

    Without `known` nothing is said of names that other documents would have to bear.
    """
    process = policies.process
    if process is None:
        return ()
    alone = KnownNames(calendars=frozenset(policies.calendars))
    faults, warnings = check_process(process, known or alone)
    told = [f for f in faults if known or f.code not in _OF_OTHER_DOCUMENTS] + warnings
    return (
        *(Fault(f"process.{fault.pointer}", fault.message, fault.code) for fault in told),
        *_never_set(scenario, process),
        *_expectations(scenario),
    )


def _never_set(scenario: Scenario, process: EntitlementProcess) -> Iterator[Fault]:
    known = {canonical_field(name) for name in scenario.record.fields}
    known |= {canonical_field(name) for event in scenario.events for name in event.set}
    known |= {field.name for field in BUILT_IN}
    for item in process.milestones:
        for action in item.actions:
            known |= {name for do in action.do for name in do.update or {}}
    for name in sorted(process.fields_read() - known):
        words = f"the process reads '{name}', which this record never has"
        yield Fault("record.fields", words, "never_set")


def _expectations(scenario: Scenario) -> Iterator[Fault]:
    late = [event for event in scenario.events if event.at >= scenario.until]
    if late:
        words = f"{len(late)} of the events come at or after the end, and do not happen"
        yield Fault("events", words, "too_late")
