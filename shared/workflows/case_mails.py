"""The mails that came in for a record: all of them, or one whole with its page and its original."""

from dataclasses import dataclass

from shared.domain.mail.kept import KeptMail
from shared.errors import Absent
from shared.ports import Address
from shared.workflows.world import World

ORIGINAL_TYPE = "message/rfc822"
DOWNLOAD_SECONDS = 300
_MOST_PAGE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WholeMail:
    """`html` was made safe before it was kept; `original` is None once the stored mail is gone."""

    mail: KeptMail
    html: str | None
    original: Address | None


def mails_of(world: World, number: str) -> tuple[KeptMail, ...]:
    """Every mail that came in for a record, oldest first; raises Absent."""
    return world.mails.mails(world.records.load(number).number)


def whole_mail(world: World, number: str, identifier: str) -> WholeMail:
    """One mail, its page, and where its original can be fetched for a few minutes; raises Absent."""
    found = next((one for one in mails_of(world, number) if one.id == identifier), None)
    if found is None:
        raise Absent(f"There is no mail '{identifier[:80]}' on this record.")
    return WholeMail(found, _page(world, found), _original(world, found))


def _page(world: World, mail: KeptMail) -> str | None:
    if mail.page is None:
        return None
    try:
        return world.mailbox.read(mail.page, _MOST_PAGE).decode("utf-8", "replace")
    except Absent:
        return None


def _original(world: World, mail: KeptMail) -> Address | None:
    try:
        world.mailbox.size(mail.key)
    except Absent:
        return None
    name = f"{mail.number}-{mail.id}.eml"
    return world.mailbox.download_address(mail.key, name, DOWNLOAD_SECONDS, ORIGINAL_TYPE)
