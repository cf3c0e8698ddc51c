"""A visitor opens a case or writes on one: what they name must be theirs (S2, R1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.domain.account import Account
from shared.domain.alteration import Alteration, Repeat
from shared.domain.case_view import CaseView
from shared.domain.history import Caller
from shared.domain.intake import Intake, Opened
from shared.domain.reopening import closed_too_long
from shared.domain.value import Value
from shared.domain.visitor import Visitor
from shared.errors import Fault, IllegalMove, Refused
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from shared.workflows.portal.own_cases import find_own_case
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks for; `account` and `contact` left out are their own."""

    subject: str
    description: str = ""
    account: str | None = None
    contact: str | None = None
    asset: str | None = None
    product: str | None = None
    fields: dict[str, Value] = field(default_factory=dict)


def open_own_case(
    world: World, visitor: Visitor, wish: Wish, caller: Caller, once: Repeat
) -> Opened:
    """Open a case of the visitor's; raises Refused with every fault."""
    account = _account(world, visitor, wish)
    faults = [*_not_theirs(world, visitor, wish, account)]
    if faults or account is None:
        raise Refused("The case cannot be opened.", faults=tuple(faults))
    known = {"name": visitor.contact.name, "email": visitor.contact.email}
    opened = open_case(
        world,
        Intake(
            origin="portal",
            verified=True,
            account=account.id,
            contact=wish.contact or _own_contact(visitor, account),
            asset=wish.asset,
            product=wish.product,
            subject=wish.subject,
            description=wish.description,
            fields=wish.fields,
            supplied={key: value for key, value in known.items() if value},
            repeat_key=once.key,
            fingerprint=once.fingerprint,
        ),
        caller,
    )
    if opened.repeated:
        find_own_case(world, visitor, opened.number)
    return opened


def reply_to_own_case(
    world: World, visitor: Visitor, number: str, words: str, caller: Caller, once: Repeat | None
) -> CaseView:
    """Write on one of the visitor's cases; raises Absent, IllegalMove for one that is long closed."""
    file = find_own_case(world, visitor, number)
    if closed_too_long(file, world.shelf.current().settings.reopen_window, world.clock.now()):
        raise IllegalMove("This case was closed too long ago: open a new one.")
    alteration = Alteration(verb="customer_reply", comment=words, public=True)
    return change_case(world, number, alteration, caller, repeat=once)


def _account(world: World, visitor: Visitor, wish: Wish) -> Account | None:
    name = wish.account or (visitor.company if visitor.is_customer else "")
    found = world.directory.get("account", name) if name else None
    account = None if found is None else Account.model_validate(found)
    return account if account is not None and visitor.may_enter(account) else None


def _not_theirs(
    world: World, visitor: Visitor, wish: Wish, account: Account | None
) -> Iterator[Fault]:
    """What is somebody else's is told as what does not exist."""
    if account is None:
        words = f"There is no account '{wish.account}'." if wish.account else "Name the account."
        yield Fault("/account", words, "unknown" if wish.account else "missing")
        return
    for kind, name in (("contact", wish.contact), ("asset", wish.asset)):
        if name is None or (kind, name) == ("contact", visitor.contact.id):
            continue
        found = world.directory.get(kind, name) or {}
        others = kind == "contact" and not visitor.sees_all_of(account)
        if found.get("account") != account.id or others:
            yield Fault(f"/{kind}", f"There is no {kind} '{name}'.", "unknown")


def _own_contact(visitor: Visitor, account: Account) -> str | None:
    return visitor.contact.id if visitor.company == account.id else None
