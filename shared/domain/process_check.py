"""What publishing refuses or warns of in a process that could be read (P5)."""

from collections.abc import Iterator

from shared.domain.action_check import check_do
from shared.domain.condition_check import WARNINGS, check_condition, check_gives
from shared.domain.formula.check import SAID
from shared.domain.known_names import KnownNames, check_field, check_name, check_type
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import Action, EventCompletion, MilestoneItem
from shared.domain.process_warnings import warn_of
from shared.errors import Fault


def check_process(
    process: EntitlementProcess, known: KnownNames
) -> tuple[list[Fault], list[Fault]]:
    """Faults that refuse the version, and warnings that are told; each with its path."""
    found = [*_of_process(process, known)]
    for place, item in enumerate(process.milestones):
        found += _of_item(item, f"milestones[{place}]", known)
    faults = [fault for fault in found if fault.code not in WARNINGS]
    warnings = [fault for fault in found if fault.code in WARNINGS]
    return faults, [*warnings, *warn_of(process)]


def _of_process(process: EntitlementProcess, known: KnownNames) -> Iterator[Fault]:
    yield from _calendar(process.business_hours, "business_hours", known)
    for name, condition in (("exit", process.exit), ("pause", process.pause)):
        if condition is not None:
            yield from check_condition(condition, name, known.readable)
    yield from check_field(process.entry, "entry", known)
    kind = known.readable.kind(process.entry) if known.readable else "any"
    if kind not in ("any", "moment"):
        yield Fault("entry", f"'{process.entry}' is {SAID[kind]}, and no date-time", "type")
    for name in process.idle_types:
        yield Fault(f"milestone_types.{name}", "no milestone is of this type", "idle")


def _of_item(item: MilestoneItem, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_type(item.milestone, f"{path}.milestone", known)
    yield from _calendar(item.business_hours, f"{path}.business_hours", known)
    for name, condition in (("when", item.when), ("pause", item.pause)):
        if condition is not None:
            yield from check_condition(condition, f"{path}.{name}", known.readable)
    if item.complete is not None and not isinstance(item.complete, EventCompletion):
        yield from check_condition(item.complete, f"{path}.complete", known.readable)
    if item.within_formula is not None:
        what = "the allowed time, in minutes,"
        at = f"{path}.within_formula"
        yield from check_gives(item.within_formula, at, known.readable, "number", what)
    for place, action in enumerate(item.actions):
        yield from _of_action(action, f"{path}.actions[{place}]", known)


def _calendar(name: str | None, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_name(name, known.calendars, path, "calendar")


def _of_action(action: Action, path: str, known: KnownNames) -> Iterator[Fault]:
    for place, do in enumerate(action.do):
        yield from check_do(do, f"{path}.do[{place}]", known)
