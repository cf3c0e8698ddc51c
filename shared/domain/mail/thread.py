"""Which case a mail belongs to: what it says of that, the strongest first (I3)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from shared.domain.case_file import CaseFile
from shared.domain.mail.header_values import Address
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.reply_address import case_in_addresses, case_in_text
from shared.domain.record_number import is_number
from shared.domain.value import Frozen

By: TypeAlias = Literal["address", "reference", "text", "subject"]

_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z-])([0-9A-Za-z]{4})-?([0-9A-Za-z]{4})-?([0-9A-Za-z])(?![0-9A-Za-z-])"
)


class Claim(Frozen):
    """A case that a mail may belong to, and what says so."""

    number: str
    by: By


def claims(mail: IncomingMail, secrets: Sequence[str], known: Mapping[str, str]) -> Iterator[Claim]:
    """Every case that the mail names; `known` are cases by ids of their mails."""
    addressed = case_in_addresses(_addressed(mail), secrets)
    if addressed:
        yield Claim(number=addressed, by="address")
    for identifier in mail.earlier:
        if identifier in known:
            yield Claim(number=known[identifier], by="reference")
    effect = mail.bounce.effect if mail.bounce else None
    if effect and is_number(effect.partition(".")[0]):
        yield Claim(number=effect.partition(".")[0], by="reference")
    quoted = case_in_text(mail.text, secrets)
    if quoted:
        yield Claim(number=quoted, by="text")
    for number in numbers_in(mail.subject):
        yield Claim(number=number, by="subject")


def numbers_in(subject: str) -> tuple[str, ...]:
    """Record numbers in a subject: nine characters, the last of which checks the others.

    >>> numbers_in("Re: [3K7Q-9WZD-D] Is it burning?")
    ('3K7Q9WZDD',)
    """
    found = ("".join(groups).upper() for groups in _NUMBERS.findall(subject))
    return tuple(dict.fromkeys(number for number in found if is_number(number)))


def is_proof(claim: Claim) -> bool:
    """Whether the claim is enough whoever writes: numbers and ids of mails are no secret."""
    return claim.by in ("address", "text")


def is_customers(sender: Address, file: CaseFile, public_domains: Collection[str]) -> bool:
    """Whether the address is the customer's of the case, or of the customer's own domain."""
    known = [
        address.casefold()
        for address in (file.fields.get("contact.email"), file.supplied.get("email"))
        if isinstance(address, str) and "@" in address
    ]
    domains = {address.rpartition("@")[2] for address in known} - set(public_domains)
    return sender.folded in known or sender.folded.rpartition("@")[2] in domains


def _addressed(mail: IncomingMail) -> Iterator[str]:
    yield from mail.envelope.recipients
    yield from (one.address for one in (*mail.to, *mail.cc))
