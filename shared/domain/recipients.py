"""Recipients of alerts and tasks, made into addresses and people (A1, O2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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


def fallback_addresses(configuration: Configuration) -> tuple[str, ...]:
    """Where what nobody else can be told goes (O2)."""
    return tuple(_of_fallback(configuration))


def people_of(
    recipient: Recipient, file: CaseFile, configuration: Configuration
) -> tuple[str | None, str | None]:
    """The user, else the queue, that work for a recipient falls to (O2): always somebody."""
    fallback = configuration.settings.fallback_queue
    if recipient.kind == "queue" and recipient.name in configuration.queues:
        return None, recipient.name
    if recipient.kind == "owner" and not file.fields.get("owner"):
        return None, _text(file.fields.get("queue")) or fallback
    found = next(_users(recipient, file, configuration), None)
    return (found.name, None) if found else (None, fallback)


def _addresses(recipient: Recipient, file: CaseFile, configuration: Configuration) -> Iterator[str]:
    name = recipient.name or ""
    match recipient.kind:
        case "owner":
            yield from _of_owner(file, configuration)
        case "contact":
            yield from _texts(file.fields.get("contact.email") or file.supplied.get("email"))
        case "queue":
            yield from addresses_of_queue(configuration.queues.get(name), configuration.users)
        case "address":
            yield name
        case _:
            found = [user.email for user in _users(recipient, file, configuration) if user.email]
            missed = not found and _names_somebody(recipient, file, configuration)
            yield from found or (_of_fallback(configuration) if missed else ())


def _users(recipient: Recipient, file: CaseFile, configuration: Configuration) -> Iterator[User]:
    """The users that a recipient means who are there; of a manager who is not, the next above."""
    users = configuration.users
    match recipient.kind:
        case "manager":
            yield from _managers(recipient, file, configuration)
        case "role":
            role = recipient.name or ""
            yield from (user for user in users.values() if role in user.roles and user.present)
        case "watchers":
            yield from _present(file.watchers, configuration)
        case "account_owner":
            yield from _present([_text(file.fields.get("account.owner"))], configuration)
        case "user":
            yield from _present([recipient.name], configuration)
        case _:
            yield from _present([_text(file.fields.get("owner"))], configuration)


def _names_somebody(recipient: Recipient, file: CaseFile, configuration: Configuration) -> bool:
    """Whether somebody is meant who is away or deactivated: then the fallback queue is told (O2)."""
    users = configuration.users
    if recipient.kind == "account_owner":
        return _text(file.fields.get("account.owner")) in users
    if recipient.kind == "manager":
        return any(_above(name, users) for name in _below(recipient, file, configuration))
    return recipient.kind == "user"


def _of_fallback(configuration: Configuration) -> Iterator[str]:
    queue = configuration.queues.get(configuration.settings.fallback_queue)
    yield from addresses_of_queue(queue, configuration.users)


def _of_owner(file: CaseFile, configuration: Configuration) -> Iterator[str]:
    yield from recipients_of_owner(
        _text(file.fields.get("owner")),
        _text(file.fields.get("queue")),
        configuration.users,
        configuration.queues,
        configuration.settings.fallback_queue,
    )


def _managers(recipient: Recipient, file: CaseFile, configuration: Configuration) -> Iterator[User]:
    users = configuration.users
    for name in _below(recipient, file, configuration):
        seen = {name}
        above = _above(name, users)
        while above is not None and not above.present and above.name not in seen:
            seen.add(above.name)
            above = _above(above.name, users)
        if above is not None and above.present and above.name not in seen:
            yield above


def _above(name: str, users: Mapping[str, User]) -> User | None:
    user = users.get(name)
    return users.get(user.manager) if user is not None and user.manager else None


def _below(recipient: Recipient, file: CaseFile, configuration: Configuration) -> tuple[str, ...]:
    """The people that a recipient starts from; of a queued record the queue's members."""
    owner, queue = _text(file.fields.get("owner")), _text(file.fields.get("queue"))
    holder = recipient.name or (f"user:{owner}" if owner else f"queue:{queue}")
    kind, _, name = holder.partition(":")
    if kind == "user":
        return (name,)
    found = configuration.queues.get(name)
    return found.members if found else ()


def _present(names: Iterable[str | None], configuration: Configuration) -> Iterator[User]:
    for name in names:
        user = configuration.users.get(name or "")
        if user is not None and user.present:
            yield user


def _texts(value: Value) -> Iterator[str]:
    text = _text(value)
    if text:
        yield text


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None
