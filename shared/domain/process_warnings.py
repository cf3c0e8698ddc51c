"""What publishing allows in a process, and tells, because it is seldom meant (P5)."""

from collections.abc import Iterator

from shared.domain.criteria import Condition, fields_read
from shared.domain.formula import is_met
from shared.domain.formula.tree import reads_the_clock
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import Action, EventCompletion, MilestoneItem
from shared.errors import Fault

_DAY = 86_400
LONGEST_OFFSET = 366 * _DAY
"""Nobody plans a warning or an escalation more than a year from its target."""


def warn_of(process: EntitlementProcess) -> Iterator[Fault]:
    """Every warning, with its path."""
    read = frozenset[str]().union(*(fields_read(item.when) for item in process.milestones))
    for place, item in enumerate(process.milestones):
        path = f"milestones[{place}]"
        for number, action in enumerate(item.actions):
            yield from _of_offset(item, action, f"{path}.actions[{number}]")
            yield from _of_writes(action, f"{path}.actions[{number}]", read)
        yield from _of_completion(process, item, path)
        yield from _of_shadow(process, place)
    if process.exit is not None and _is_constant(process.exit, holds=True):
        yield Fault("exit", "always holds: a record leaves as soon as it enters", "constant")


def written_by(action: Action) -> frozenset[str]:
    """Every field that an action changes."""
    written: set[str] = set()
    for do in action.do:
        written |= set(do.update or {})
        if do.escalate is not None:
            written |= {"escalated", "escalation_level"}
            written |= {"priority"} if do.escalate.priority else set()
            written |= {"queue", "owner"} if do.escalate.queue or do.escalate.owner else set()
    return frozenset(written)


def _of_offset(item: MilestoneItem, action: Action, path: str) -> Iterator[Fault]:
    if item.within is not None and action.before is not None and action.before > item.within:
        words = "the warning is longer than the allowed time: it is always past when it is planned"
        late = "skipped" if action.if_late is None else f"handled as if_late says: {action.if_late}"
        yield Fault(f"{path}.before", f"{words}, and {late}", "always_late")
    for name, offset in (("before", action.before), ("after", action.after)):
        if offset is not None and offset > LONGEST_OFFSET:
            days = offset // _DAY
            yield Fault(f"{path}.{name}", f"{days} days of counted time is more than a year", "far")


def _of_writes(action: Action, path: str, read: frozenset[str]) -> Iterator[Fault]:
    for name in sorted(written_by(action) & read):
        words = f"it writes '{name}', which criteria of this process read: another tier may apply"
        yield Fault(path, words, "feeds_itself")


def _of_completion(process: EntitlementProcess, item: MilestoneItem, path: str) -> Iterator[Fault]:
    rule = item.complete
    if rule is None or isinstance(rule, EventCompletion):
        return
    if _is_constant(rule, holds=True):
        yield Fault(f"{path}.complete", "always holds: complete as soon as it is made", "constant")
    elif rule == item.when:
        words = "is what `when` says too: complete as soon as it is made"
        yield Fault(f"{path}.complete", words, "constant")


def _of_shadow(process: EntitlementProcess, place: int) -> Iterator[Fault]:
    item = process.milestones[place]
    for earlier, other in enumerate(process.milestones[:place]):
        same_type = other.milestone == item.milestone
        if same_type and (other.when == item.when or other.when is None):
            why = "the same type and criteria" if other.when == item.when else "no criteria"
            words = f"never applies: milestones[{earlier}] of this type has {why}"
            yield Fault(f"milestones[{place}].when", words, "shadowed")
            return
    if item.when is not None and _is_constant(item.when, holds=False):
        yield Fault(f"milestones[{place}].when", "never holds", "constant")


def _is_constant(condition: Condition, *, holds: bool) -> bool:
    formula = condition.formula
    if formula is None or formula.fields or reads_the_clock(formula.tree):
        return False
    return is_met(formula.tree, {}, 0) is holds
