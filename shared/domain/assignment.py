"""Who gets a record: ordered rules, a queue that always exists, and somebody when people are away."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import model_validator

from shared.business_time.instant import Instant
from shared.domain.criteria import Condition, holds
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.reading import read_document
from shared.domain.value import Fields, Frozen
from shared.domain.written import Address, Id, Ids, Words
from shared.errors import Misconfigured


class Queue(Frozen):
    """Where records wait that nobody owns yet (O2)."""

    name: Words
    members: Ids = ()
    hours: Words | None = None
    address: Address | None = None


class User(Frozen):
    """Somebody who works on records; away or not active, the fallback queue takes over (O2)."""

    name: Words
    email: Address | None = None
    roles: Ids = ()
    manager: Id | None = None
    away: bool = False
    active: bool = True

    @property
    def present(self) -> bool:
        """Whether records and alerts reach anybody."""
        return self.active and not self.away


class AssignmentRule(Frozen):
    """A condition (none: always), and the queue or the user that then gets the record (O1)."""

    when: Condition | None = None
    queue: Id | None = None
    user: Id | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "AssignmentRule":
        if (self.queue is None) == (self.user is None):
            raise ValueError("names either a queue or a user")
        return self


class AssignmentRules(Frozen):
    """A document of kind `assignment_rules`; the first rule that holds decides."""

    name: Words | None = None
    rules: tuple[AssignmentRule, ...] = ()


class Assignment(Frozen):
    """Exactly one of owner and queue, and why: `rule:<n>`, `default_queue`, or who is away."""

    owner: str | None = None
    queue: str | None = None
    because: str


def parse_queue(body: Mapping[str, Any]) -> Queue:
    """Read a document of kind `queue`; raises Refused with every fault and its path."""
    return read_document(Queue, body, "queue")


def parse_user(body: Mapping[str, Any]) -> User:
    """Read a document of kind `user`; raises Refused with every fault and its path."""
    return read_document(User, body, "user")


def parse_assignment_rules(body: Mapping[str, Any]) -> AssignmentRules:
    """Read a document of kind `assignment_rules`; raises Refused with every fault and its path."""
    return read_document(AssignmentRules, body, "assignment rules")


def assign(
    rules: Sequence[AssignmentRule],
    fields: Fields,
    default_queue: str,
    users: Mapping[str, User],
    queues: Mapping[str, Queue],
    now: Instant,
    *,
    fallback_queue: str | None = None,
    zone: str = DEFAULT_ZONE,
) -> Assignment:
    """Give a record to somebody, always; raises Misconfigured if the default queue does not exist."""
    if default_queue not in queues:
        raise Misconfigured(f"The default queue '{default_queue}' does not exist.")
    for number, rule in enumerate(rules, start=1):
        if not holds(rule.when, fields, now, zone):
            continue
        if rule.queue in queues:
            return Assignment(queue=rule.queue, because=f"rule:{number}")
        user = users.get(rule.user) if rule.user else None
        if user is not None:
            return _to_user(user, f"rule:{number}", fallback_queue or default_queue)
    return Assignment(queue=default_queue, because="default_queue")


def recipients_of_owner(
    owner: str | None,
    queue: str | None,
    users: Mapping[str, User],
    queues: Mapping[str, Queue],
    fallback_queue: str,
) -> tuple[str, ...]:
    """Addresses that an alert to the owner goes to (O2); empty only if nobody has one."""
    user = users.get(owner) if owner else None
    if user is not None and user.present and user.email:
        return (user.email,)
    waiting = queue if queue and not owner else fallback_queue
    for name in (waiting, fallback_queue):
        found = tuple(addresses_of_queue(queues.get(name), users))
        if found:
            return found
    return ()


def addresses_of_queue(queue: Queue | None, users: Mapping[str, User]) -> Iterator[str]:
    """The queue's own address, else those of its members who are there."""
    if queue is None:
        return
    if queue.address:
        yield queue.address
        return
    for name in queue.members:
        member = users.get(name)
        if member is not None and member.present and member.email:
            yield member.email


def _to_user(user: User, because: str, fallback_queue: str) -> Assignment:
    if user.present:
        return Assignment(owner=user.name, because=because)
    state = "away" if user.active else "not active"
    return Assignment(queue=fallback_queue, because=f"{because}, {user.name} is {state}")
