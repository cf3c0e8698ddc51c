"""Recipients of an alert, made into addresses (A1, O2)."""

from collections.abc import Iterator, Sequence

from shared.domain.assignment import User, addresses_of_queue, recipients_of_owner
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.effect import Recipient
from shared.domain.value import Value


def addresses_of(
    recipients: Sequence[Recipient], file: CaseFile, configuration: Configuration
) -> tuple[str, ...]:
    """Every address once, in the order of the recipients; empty if nobody has one."""
    found = (
        address
        for recipient in recipients
        for address in _addresses(recipient, file, configuration)
    )
    return tuple(dict.fromkeys(found))


def _addresses(recipient: Recipient, file: CaseFile, configuration: Configuration) -> Iterator[str]:
    name = recipient.name or ""
    match recipient.kind:
        case "owner":
            yield from _of_owner(file, configuration)
        case "manager":
            yield from _of_manager(file, configuration)
        case "queue":
            yield from addresses_of_queue(configuration.queues.get(name), configuration.users)
        case "role":
            yield from _of_role(name, configuration)
        case "address":
            yield name
        case _:
            yield from _of_customer(recipient, file, configuration)


def _of_customer(
    recipient: Recipient, file: CaseFile, configuration: Configuration
) -> Iterator[str]:
    if recipient.kind == "contact":
        yield from _texts(file.fields.get("contact.email") or file.supplied.get("email"))
    if recipient.kind == "account_owner":
        yield from _of_user(file.fields.get("account.owner"), configuration)


def _of_owner(file: CaseFile, configuration: Configuration) -> Iterator[str]:
    yield from recipients_of_owner(
        _text(file.fields.get("owner")),
        _text(file.fields.get("queue")),
        configuration.users,
        configuration.queues,
        configuration.settings.fallback_queue,
    )


def _of_manager(file: CaseFile, configuration: Configuration) -> Iterator[str]:
    """The owner's manager; of a queued record the managers of the queue's members."""
    owner = configuration.users.get(_text(file.fields.get("owner")) or "")
    queue = configuration.queues.get(_text(file.fields.get("queue")) or "")
    below = [owner] if owner else [configuration.users.get(name) for name in _members(queue)]
    for user in below:
        if user is not None and user.manager is not None:
            yield from _of_user(user.manager, configuration)


def _members(queue: object) -> tuple[str, ...]:
    return getattr(queue, "members", ())


def _of_user(name: Value, configuration: Configuration) -> Iterator[str]:
    user = configuration.users.get(_text(name) or "")
    if user is not None and user.present:
        yield from _texts(user.email)


def _of_role(role: str, configuration: Configuration) -> Iterator[str]:
    users: Iterator[User] = iter(configuration.users.values())
    for user in users:
        if role in user.roles and user.present:
            yield from _texts(user.email)


def _texts(value: Value) -> Iterator[str]:
    text = _text(value)
    if text:
        yield text


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None
