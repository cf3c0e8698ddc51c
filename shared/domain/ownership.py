"""Owners and queues that exist: what a person may put on a record (O1, O2)."""

from collections.abc import Iterator

from shared.domain.configuration import Configuration
from shared.domain.value import Fields, Value
from shared.errors import Fault


def check_owner(fields: Fields, configuration: Configuration) -> list[Fault]:
    """Faults of the owner and the queue that are given."""
    return list(_faults(fields, configuration))


def with_one_holder(fields: dict[str, Value]) -> dict[str, Value]:
    """A record has an owner or a queue: giving one takes the other away."""
    if fields.get("owner"):
        return {**fields, "queue": None}
    if fields.get("queue"):
        return {**fields, "owner": None}
    return fields


def _faults(fields: Fields, configuration: Configuration) -> Iterator[Fault]:
    owner, queue = fields.get("owner"), fields.get("queue")
    if owner and queue:
        yield Fault("/queue", "A record has an owner or a queue, not both.", "one_holder")
    if owner:
        user = configuration.users.get(str(owner))
        if user is None:
            yield Fault("/owner", f"There is no user '{owner}'.", "unknown")
        elif not user.active:
            yield Fault("/owner", f"'{owner}' is no longer active.", "inactive")
    if queue and str(queue) not in configuration.queues:
        yield Fault("/queue", f"There is no queue '{queue}'.", "unknown")
