"""Contacts: the people of an account, known by their e-mail address (E1)."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen, Value
from shared.domain.written import Address, Id, OwnFields, Words


class Contact(Frozen):
    """A person of one account; several contacts may share an address.

    A delegate sees at the portal what all people of the account have asked (S2).
    """

    id: Id
    account: Id
    name: Words | None = None
    email: Address | None = None
    delegate: Annotated[bool, Field(strict=True)] = False
    fields: OwnFields = Field(default_factory=dict)

    def related(self) -> dict[str, Value]:
        """Its fields under the paths that criteria and mails read, such as `contact.name` (K5)."""
        own: dict[str, Value] = {"name": self.name or self.email, "email": self.email}
        return {f"contact.{name}": value for name, value in {**self.fields, **own}.items()}


def parse_contact(body: Mapping[str, Any]) -> Contact:
    """Read a document of kind `contact`; raises Refused with every fault and its path."""
    return read_document(Contact, body, "contact", EXTERNAL_ID)


def email_key(address: str) -> str:
    """The one spelling under which an address is looked up: case does not count (R2).

    >>> email_key(" Ann@Acme.Example ")
    'ann@acme.example'
    """
    return address.strip().lower()


def domain_of(address: str) -> str | None:
    """The domain of an address as accounts hold it, or None if it has none (R2)."""
    _, at, domain = email_key(address).rpartition("@")
    return domain.rstrip(".") or None if at else None
