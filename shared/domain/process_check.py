"""What publishing refuses or warns of in a process that could be read (P5)."""

from collections.abc import Iterator

from shared.domain.action_check import check_do
from shared.domain.criteria import check_condition, fields_read
from shared.domain.known_names import KnownNames, check_field, check_formula_text, check_name
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import Action, EventCompletion, MilestoneItem
from shared.errors import Fault


def check_process(
    process: EntitlementProcess, known: KnownNames
) -> tuple[list[Fault], list[Fault]]:
    """Faults that refuse the version, and warnings that are told; each with its path."""
    faults = [*_of_process(process, known)]
    for place, item in enumerate(process.milestones):
        faults += _of_item(item, f"milestones[{place}]", known)
    return faults, [*_warnings(process)]


def _of_process(process: EntitlementProcess, known: KnownNames) -> Iterator[Fault]:
    yield from _calendar(process.business_hours, "business_hours", known)
    for name, condition in (("exit", process.exit), ("pause", process.pause)):
        if condition is not None:
            yield from check_condition(condition, name, known.readable)
    yield from check_field(process.entry, "entry", known)


def _of_item(item: MilestoneItem, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _calendar(item.business_hours, f"{path}.business_hours", known)
    for name, condition in (("when", item.when), ("pause", item.pause)):
        if condition is not None:
            yield from check_condition(condition, f"{path}.{name}", known.readable)
    if item.complete is not None and not isinstance(item.complete, EventCompletion):
        yield from check_condition(item.complete, f"{path}.complete", known.readable)
    if item.within_formula is not None:
        yield from check_formula_text(item.within_formula, f"{path}.within_formula", known)
    for place, action in enumerate(item.actions):
        yield from _of_action(action, f"{path}.actions[{place}]", known)


def _calendar(name: str | None, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_name(name, known.calendars, path, "calendar")


def _of_action(action: Action, path: str, known: KnownNames) -> Iterator[Fault]:
    for place, do in enumerate(action.do):
        yield from check_do(do, f"{path}.do[{place}]", known)


def _warnings(process: EntitlementProcess) -> Iterator[Fault]:
    read = frozenset[str]().union(*(fields_read(item.when) for item in process.milestones))
    for place, item in enumerate(process.milestones):
        path = f"milestones[{place}]"
        for number, action in enumerate(item.actions):
            yield from _of_offset(item, action, f"{path}.actions[{number}]")
            yield from _of_writes(action, f"{path}.actions[{number}]", read)
        for earlier, other in enumerate(process.milestones[:place]):
            if (other.milestone, other.when) == (item.milestone, item.when):
                words = f"never applies: milestones[{earlier}] has the same type and criteria"
                yield Fault(f"{path}.when", words, "shadowed")
                break


def _of_offset(item: MilestoneItem, action: Action, path: str) -> Iterator[Fault]:
    if item.within is not None and action.before is not None and action.before > item.within:
        words = "the warning is longer than the allowed time: it is always past when it is planned"
        yield Fault(f"{path}.before", words, "always_late")


def _of_writes(action: Action, path: str, read: frozenset[str]) -> Iterator[Fault]:
    written: set[str] = set()
    for do in action.do:
        written |= set(do.update or {})
        if do.escalate is not None:
            written |= {"escalated", "escalation_level"}
            written |= {"priority"} if do.escalate.priority else set()
            written |= {"queue", "owner"} if do.escalate.queue or do.escalate.owner else set()
    for name in sorted(written & read):
        words = f"it writes '{name}', which criteria of this process read: another tier may apply"
        yield Fault(path, words, "feeds_itself")
