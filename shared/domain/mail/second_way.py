"""An alert that reached nobody takes a second way: to the fallback queue, once (O2, A3)."""

from collections.abc import Sequence

from shared.business_time.instant import Instant
from shared.domain.assignment import addresses_of_queue
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.effect import Effect, Recipient
from shared.domain.history import LogEntry
from shared.domain.mail.delivery import Delivery

_SECOND = ".fallback"


def second_way(
    file: CaseFile,
    log: Sequence[LogEntry],
    sent: LogEntry,
    delivery: Delivery,
    configuration: Configuration,
    now: Instant,
) -> Effect | None:
    """What is owed instead; None if it need not be, is owed already, or was."""
    if not delivery.reached_nobody or not sent.template or sent.effect.endswith(_SECOND):
        return None
    if not _ours(configuration).intersection(delivery.addresses):
        return None
    known = {one.id for one in file.effects} | {entry.effect for entry in log}
    identifier = f"{sent.effect}{_SECOND}"
    name = configuration.settings.fallback_queue
    left = {
        one.lower()
        for one in addresses_of_queue(configuration.queues.get(name), configuration.users)
    }
    if identifier in known or not left.difference(delivery.addresses):
        return None
    return Effect(
        id=identifier,
        template=sent.template,
        to=(Recipient(kind="queue", name=name),),
        milestone=sent.milestone,
        occurrence=sent.occurrence,
        action=sent.action,
        due_at=sent.due_at,
        made_at=now,
    )


def _ours(configuration: Configuration) -> set[str]:
    """Addresses at which our own people are told; a customer's has no second."""
    people = (user.email for user in configuration.users.values())
    queues = (queue.address for queue in configuration.queues.values())
    return {one.lower() for one in (*people, *queues) if one}
