"""What publishing refuses in the things that actions do (P5, A1)."""

from collections.abc import Callable, Iterator
from typing import Any

from shared.domain.action_kinds import (
    BusEventOrder,
    Chat,
    Do,
    Email,
    Escalate,
    FormulaValue,
    TaskOrder,
    Webhook,
)
from shared.domain.effect import Recipient
from shared.domain.known_names import KnownNames, check_field, check_formula_text, check_name
from shared.domain.mail_template import check_words
from shared.domain.update_check import check_update
from shared.errors import Fault


def check_do(do: Do, path: str, known: KnownNames) -> Iterator[Fault]:
    """Find every name, formula and merge field that one thing to do cannot mean."""
    for kind, check in _CHECKS.items():
        ordered = getattr(do, kind)
        if ordered is not None:
            yield from check(ordered, f"{path}.{kind}", known)


def _email(email: Email, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_name(email.template, known.templates, f"{path}.template", "mail template")
    yield from _recipients(email.to, f"{path}.to", known)


def _escalate(escalate: Escalate, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_name(escalate.queue, known.queues, f"{path}.queue", "queue")
    yield from check_name(escalate.owner, known.users, f"{path}.owner", "user")
    if escalate.owner in known.absent:
        words = f"'{escalate.owner}' is away or not active, and would get the record all the same"
        yield Fault(f"{path}.owner", f"{words}; a queue always has somebody", "absent")
    yield from check_name(escalate.template, known.templates, f"{path}.template", "mail template")
    yield from _recipients(escalate.inform, f"{path}.inform", known)


def _update(update: dict[str, Any], path: str, known: KnownNames) -> Iterator[Fault]:
    for name, value in update.items():
        yield from check_update(name, value, f"{path}.{name}", known)


def _task(task: TaskOrder, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _recipient(task.to, f"{path}.to", known)
    if known.fields is not None and not known.unjudged:
        own = {name if "." in name else f"case.{name}" for name in known.fields}
        yield from check_words(task.subject, f"{path}.subject", own)


def _webhook(webhook: Webhook, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _target(webhook.target, "webhook", path, known)
    for place, name in enumerate(webhook.fields):
        yield from check_field(name, f"{path}.fields[{place}]", known)


def _chat(chat: Chat, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from _target(chat.target, "chat", path, known)
    yield from check_name(chat.template, known.templates, f"{path}.template", "mail template")
    target = known.targets.get(chat.target)
    if chat.template is None and target is not None and target.words is None:
        words = f"it has nothing to say: name a template, or give '{chat.target}' words"
        yield Fault(f"{path}.template", words, "missing")


def _event(event: BusEventOrder, path: str, known: KnownNames) -> Iterator[Fault]:
    for name, value in event.fields.items():
        if isinstance(value, FormulaValue):
            yield from check_formula_text(value.formula, f"{path}.fields.{name}.formula", known)


_CHECKS: dict[str, Callable[[Any, str, KnownNames], Iterator[Fault]]] = {
    "email": _email,
    "escalate": _escalate,
    "update": _update,
    "task": _task,
    "webhook": _webhook,
    "chat": _chat,
    "event": _event,
}


def _target(name: str, kind: str, path: str, known: KnownNames) -> Iterator[Fault]:
    yield from check_name(name, frozenset(known.targets), f"{path}.target", "call target")
    target = known.targets.get(name)
    if target is not None and target.type != kind:
        yield Fault(f"{path}.target", f"the call target '{name}' is a {target.type}", "kind")


def _recipients(recipients: tuple[Recipient, ...], path: str, known: KnownNames) -> Iterator[Fault]:
    for place, recipient in enumerate(recipients):
        yield from _recipient(recipient, f"{path}[{place}]", known)


def _recipient(recipient: Recipient, path: str, known: KnownNames) -> Iterator[Fault]:
    names = {"queue": known.queues, "user": known.users, "role": known.roles}
    if recipient.kind in names:
        yield from check_name(recipient.name, names[recipient.kind], path, recipient.kind)
