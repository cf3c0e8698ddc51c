"""What is known of a mail address, for people: look at it, and give it another chance (A3)."""

from shared.domain.case_file import CaseFile
from shared.domain.contact import email_key
from shared.domain.history import Caller
from shared.domain.mail_state import MailState
from shared.errors import Absent
from shared.workflows.world import World

_LONGEST = 320


def mail_state(world: World, address: str) -> MailState:
    """What was last said of an address; raises Absent if nothing ever was."""
    key = email_key(address)
    found = world.mail_states.of([key]).get(key) if 0 < len(key) <= _LONGEST else None
    if found is None:
        raise Absent(f"Nothing is known of the address {address[:80]}.")
    return found


def clear_mail_state(world: World, address: str, caller: Caller) -> MailState:
    """Let mail go there again; raises Absent. Old news that still comes does not bar it anew."""
    known = mail_state(world, address)
    if not known.bars:
        return known
    now = max(world.clock.now(), known.at)
    cleared = MailState(address=known.address, state="cleared", at=now, why=f"by {caller.name}")
    world.mail_states.mark(cleared)
    return cleared


def state_of_contact(world: World, file: CaseFile) -> MailState | None:
    """What bars mail to the customer of a record, if anything does."""
    return bar_of(world, file.fields.get("contact.email") or file.supplied.get("email"))


def bar_of(world: World, address: object) -> MailState | None:
    """What bars mail to whatever stands where an address does, if anything does."""
    if not isinstance(address, str) or not 0 < len(address) <= _LONGEST:
        return None
    found = world.mail_states.of([address]).get(address)
    return found if found is not None and found.bars else None
