"""What publishing refuses or warns of in a process that could be read (P5)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.domain.criteria import check_condition, fields_read
from shared.domain.effect import Recipient
from shared.domain.formula import check_formula, parse_formula
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import (
    Action,
    Do,
    EventCompletion,
    FormulaValue,
    MilestoneItem,
)
from shared.errors import Fault

NOT_YET = ("task", "webhook", "chat", "event")
_OF_THE_ENGINE = frozenset({"created_at"})


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything that a process may name; `fields` None leaves fields unchecked."""

    calendars: frozenset[str] = field(default_factory=frozenset)
    templates: frozenset[str] = field(default_factory=frozenset)
    queues: frozenset[str] = field(default_factory=frozenset)
    users: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    fields: frozenset[str] | None = None


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
            yield from check_condition(condition, name, _fields(known))
    fields = _fields(known)
    if fields is not None and process.entry not in fields:
        yield Fault("entry", f"unknown field '{process.entry}'", "unknown")


def _of_item(item: MilestoneItem, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _calendar(item.business_hours, f"{path}.business_hours", known)
    for name, condition in (("when", item.when), ("pause", item.pause)):
        if condition is not None:
            yield from check_condition(condition, f"{path}.{name}", _fields(known))
    if item.complete is not None and not isinstance(item.complete, EventCompletion):
        yield from check_condition(item.complete, f"{path}.complete", _fields(known))
    if item.within_formula is not None:
        yield from _formula(item.within_formula, f"{path}.within_formula", known)
    for place, action in enumerate(item.actions):
        yield from _of_action(action, f"{path}.actions[{place}]", known)


def _of_action(action: Action, path: str, known: KnownNames) -> Iterator[Fault]:
    for place, do in enumerate(action.do):
        yield from _of_do(do, f"{path}.do[{place}]", known)


def _of_do(do: Do, path: str, known: KnownNames) -> Iterator[Fault]:
    for kind in NOT_YET:
        if getattr(do, kind) is not None:
            yield Fault(
                f"{path}.{kind}", f"the action '{kind}' is not available yet", "not_available"
            )
    if do.email is not None:
        yield from _named(
            do.email.template, known.templates, f"{path}.email.template", "mail template"
        )
        yield from _recipients(do.email.to, f"{path}.email.to", known)
    if do.escalate is not None:
        escalate = do.escalate
        yield from _named(escalate.queue, known.queues, f"{path}.escalate.queue", "queue")
        yield from _named(escalate.owner, known.users, f"{path}.escalate.owner", "user")
        template = f"{path}.escalate.template"
        yield from _named(escalate.template, known.templates, template, "mail template")
        yield from _recipients(escalate.inform, f"{path}.escalate.inform", known)
    fields = _fields(known)
    for name, value in (do.update or {}).items():
        if isinstance(value, FormulaValue):
            yield from _formula(value.formula, f"{path}.update.{name}.formula", known)
        if fields is not None and name not in fields:
            yield Fault(f"{path}.update.{name}", f"unknown field '{name}'", "unknown")


def _recipients(recipients: tuple[Recipient, ...], path: str, known: KnownNames) -> Iterator[Fault]:
    names = {"queue": known.queues, "role": known.roles}
    for place, recipient in enumerate(recipients):
        if recipient.kind == "watchers":
            yield Fault(f"{path}[{place}]", "nobody can watch a record yet", "not_available")
        if recipient.kind in names:
            among = names[recipient.kind]
            yield from _named(recipient.name, among, f"{path}[{place}]", recipient.kind)


def _formula(text: str, path: str, known: KnownNames) -> Iterator[Fault]:
    for sentence in check_formula(parse_formula(text), _fields(known)):
        yield Fault(path, sentence, "formula")


def _calendar(name: str | None, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _named(name, known.calendars, path, "calendar")


def _named(name: str | None, among: frozenset[str], path: str, what: str) -> Iterator[Fault]:
    if name is not None and name not in among:
        yield Fault(path, f"there is no {what} '{name}'", "unknown")


def _fields(known: KnownNames) -> frozenset[str] | None:
    return None if known.fields is None else known.fields | _OF_THE_ENGINE


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
