"""Accounts: the customers (E1)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen, Value
from shared.domain.written import Domains, Id, OwnFields, Words, Zone

MOST_ANCESTORS = 5
"""How far up a covering parent may stand (R3)."""


class Account(Frozen):
    """A customer; `zone` is that of its entitlements' dates, left out: the organisation's (E2).

    `partner` is the account of the company that looks after it, whose people see its cases (S2).
    """

    id: Id
    name: Words | None = None
    parent: Id | None = None
    partner: Id | None = None
    tier: Words | None = None
    owner: Id | None = None
    zone: Zone | None = None
    email_domains: Domains = ()
    fields: OwnFields = Field(default_factory=dict)

    def related(self) -> dict[str, Value]:
        """Its fields under the paths that criteria and mails read, such as `account.tier` (K5)."""
        own: dict[str, Value] = {"name": self.name or self.id, "owner": self.owner}
        if self.tier is not None:
            own["tier"] = self.tier
        return {f"account.{name}": value for name, value in {**self.fields, **own}.items()}


def parse_account(body: Mapping[str, Any]) -> Account:
    """Read a document of kind `account`; raises Refused with every fault and its path."""
    return read_document(Account, body, "account", EXTERNAL_ID)


def ancestors_of(account: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """At most five accounts above `account`, nearest first; one met before ends the walk (R3)."""
    line = [account]
    above = parents.get(account)
    while above is not None and above not in line and len(line) <= MOST_ANCESTORS:
        line.append(above)
        above = parents.get(above)
    return tuple(line[1:])
