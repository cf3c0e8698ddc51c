"""An agent's answer by mail, before anybody has looked whether it may go out so (M7)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.mail.reply_address import is_signed
from shared.domain.mail.route import lists
from shared.domain.record_number import display
from shared.domain.value import Frozen
from shared.errors import Fault

LONGEST_SUBJECT = 200


class ReplyDraft(Frozen):
    """What an agent asks for; left out, it goes to the customer, under the subject of the record."""

    body: str
    form: Literal["text", "markdown"] = "text"
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str | None = None
    attachments: tuple[str, ...] = ()


def customer_of(file: CaseFile) -> str | None:
    """The address of the contact, else the one that the sender gave."""
    found = file.fields.get("contact.email") or file.supplied.get("email")
    return found if isinstance(found, str) and found else None


def subject_of(file: CaseFile, given: str | None) -> str:
    """The subject of an answer; the number in it is one more way back to the record."""
    number = display(file.number)
    words = given or f"Re: {file.fields.get('subject') or 'your request'}"
    if number in words or file.number in words:
        return words[:LONGEST_SUBJECT]
    return f"{words[:LONGEST_SUBJECT]} [{number}]"


def strangers(
    draft: ReplyDraft, file: CaseFile, heard: Iterable[str], configuration: Configuration
) -> Iterator[Fault]:
    """Every address that nobody of this record has: a slip, or worse; `heard` are in its verified mails."""
    known = _known(file, heard, configuration)
    for part in ("to", "cc"):
        for place, address in enumerate(getattr(draft, part)):
            if _is_ours(address, configuration):
                yield Fault(f"/{part}/{place}", "This is an address of ours.", "own_address")
            elif address.casefold() not in known and not lists(
                configuration.settings.mail.recipients, address
            ):
                words = "Nobody of this record has this address, and the settings do not list it."
                yield Fault(f"/{part}/{place}", words, "recipient")


def needs_mails(draft: ReplyDraft, file: CaseFile, configuration: Configuration) -> bool:
    """Whether only the mails of the record can say that an address belongs to it."""
    return any(strangers(draft, file, (), configuration))


def _known(file: CaseFile, heard: Iterable[str], configuration: Configuration) -> Collection[str]:
    of_users = (user.email for user in configuration.users.values() if user.active)
    given: Sequence[str | None] = (customer_of(file), file.supplied.get("email"), *of_users, *heard)
    return {address.casefold() for address in given if address}


def _is_ours(address: str, configuration: Configuration) -> bool:
    return address.casefold() in configuration.mail_routes or is_signed(address)
