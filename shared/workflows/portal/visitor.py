"""Who a signed-in customer or partner is, and the accounts that are there for them (S2)."""

from shared.domain.account import Account
from shared.domain.contact import Contact
from shared.domain.history import Caller
from shared.domain.visitor import Visitor
from shared.errors import Absent, Fault, Refused
from shared.workflows.world import World

MOST_ACCOUNTS = 25
"""How many accounts are looked through side by side; who looks after more names one."""

_MOST_LISTED = 100


def visitor_of(world: World, caller: Caller) -> Visitor:
    """Find the contact that a token names; raises Absent for one that is not there any more."""
    found = world.directory.get("contact", caller.contact or "")
    if found is None:
        raise Absent("There is nothing here for you any more.")
    return Visitor(contact=Contact.model_validate(found), roles=caller.roles)


def entered(world: World, visitor: Visitor, account: str) -> Account:
    """One account that the visitor may enter; any other raises Absent, whether or not it exists."""
    found = _read(world, account)
    if found is None or not visitor.may_enter(found):
        raise Absent(f"There is no account '{account[:80]}'.")
    return found


def accounts_of(world: World, visitor: Visitor) -> tuple[Account, ...]:
    """Every account that is there for the visitor, their own first, at most a hundred."""
    own = _read(world, visitor.company) if visitor.is_customer else None
    served = _served(world, visitor) if visitor.is_partner else ()
    others = (one for one in served if own is None or one.id != own.id)
    return (*((own,) if own else ()), *others)


def chosen(world: World, visitor: Visitor, account: str | None) -> tuple[Account, ...]:
    """The account that is named, else all of the visitor's; raises Absent, or Refused for too many."""
    if account is not None:
        return (entered(world, visitor, account),)
    found = accounts_of(world, visitor)
    if len(found) > MOST_ACCOUNTS:
        words = f"You look after more than {MOST_ACCOUNTS} accounts: name one."
        raise Refused("One account at a time.", faults=(Fault("query:/account", words),))
    return found


def _served(world: World, visitor: Visitor) -> tuple[Account, ...]:
    page = world.directory.list("account", of=("account", visitor.company), limit=_MOST_LISTED)
    read = (Account.model_validate({**one.document, "id": one.id}) for one in page.items)
    # what names a company may be its subsidiary as well
    return tuple(account for account in read if visitor.looks_after(account))


def _read(world: World, account: str) -> Account | None:
    found = world.directory.get("account", account)
    return None if found is None else Account.model_validate(found)
