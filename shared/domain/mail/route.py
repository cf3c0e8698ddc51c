"""Where mail comes in: an address, and what becomes of mail to it (I3)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field

from shared.domain.reading import read_document
from shared.domain.value import Frozen
from shared.domain.written import Address, Words


def _sender(text: str) -> str:
    folded = text.casefold().removeprefix("@")
    if "." not in folded or " " in folded:
        raise ValueError(f"'{text[:80]}' is neither an e-mail address nor a domain")
    return folded


Sender: TypeAlias = Annotated[Words, AfterValidator(_sender)]
"""An address, or a domain with everything below it."""


class MailRoute(Frozen):
    """A document of kind `mail_route`; what it leaves open, rules and settings decide."""

    address: Annotated[Address, AfterValidator(str.casefold)]
    origin: Words = "Email"
    priority: Words | None = None
    queue: Words | None = None
    contact: Literal["match", "leave"] = "match"
    authorized_senders: tuple[Sender, ...] = ()
    acknowledge: Words | None = None
    machines: Literal["case", "quarantine"] = "case"
    spam: Literal["case", "quarantine"] = "quarantine"

    def admits(self, sender: str | None) -> bool:
        """Whether mail of a sender who is vouched for is wanted; without a list, everybody's is."""
        if not self.authorized_senders:
            return True
        if sender is None:
            return False
        return lists(self.authorized_senders, sender)


class MailSettings(Frozen):
    """What holds for mail to any address; the counters are of one hour.

    `recipients` are whom agents may write to besides the people of a record.
    """

    agent_replies: Literal["internal", "public"] = "internal"
    answers_per_sender: Annotated[int, Field(ge=0)] = 5
    answers_in_all: Annotated[int, Field(ge=0)] = 500
    mails_per_sender: Annotated[int, Field(ge=1)] = 60
    recipients: tuple[Sender, ...] = ()


def lists(listed: Iterable[str], address: str) -> bool:
    """Whether the list names the address, its domain, or one above it."""
    folded = address.casefold()
    domain = folded.rpartition("@")[2]
    return any(one in (folded, domain) or domain.endswith(f".{one}") for one in listed)


def parse_route(body: Mapping[str, Any]) -> MailRoute:
    """Read a document of kind `mail_route`; raises Refused with every fault and its path."""
    return read_document(MailRoute, body, "mail route")


def route_of(recipients: Iterable[str], routes: Mapping[str, MailRoute]) -> MailRoute | None:
    """The route of the first recipient that has one; what stands after a `+` is not looked at."""
    for recipient in recipients:
        local, _, domain = recipient.casefold().rpartition("@")
        found = routes.get(f"{local.partition('+')[0]}@{domain}")
        if found is not None:
            return found
    return None
