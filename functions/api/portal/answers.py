"""What customers and partners are told: nothing of owners, notes, reasons or agreements among us."""

from typing import Any, Literal

from pydantic import Field

from functions.api.answers import Duration, Moment, Told
from shared.domain.value import Value


def _is_none(value: Any) -> bool:
    return value is None


class Visitor(Told):
    """Who you are at the portal; a delegate sees all cases of the account."""

    name: str
    contact: str
    full_name: str | None
    account: str
    delegate: bool
    roles: list[str]
    permissions: list[str]


class OwnAccount(Told):
    """An account that you may ask for; `own` unless your company looks after it."""

    id: str
    name: str | None
    own: bool


class OwnAccounts(Told):
    """The accounts that you may ask for, your own first."""

    items: list[OwnAccount]
    next: None = None


class OwnPromise(Told):
    """One promise on a case, as it stands now."""

    milestone: str
    occurrence: int
    outcome: Literal["open", "scheduled", "completed", "exited"]
    paused: bool
    violated: bool
    waived: bool
    start: Moment
    target: Moment
    completed_at: Moment | None
    remaining: Duration


class OwnComment(Told):
    """What was said on a case, `verified` if it is proven by whom; who of us said it is not told."""

    order: int
    at: Moment
    written_by: Literal["customer", "support"]
    name: str | None
    verified: bool
    body: str


class OwnCaseCard(Told):
    """A case as lists show it; a key that is hidden from you is left out."""

    number: str
    subject: str | None = Field(None, exclude_if=_is_none)
    status: str | None = Field(None, exclude_if=_is_none)
    priority: str | None = Field(None, exclude_if=_is_none)
    account: str
    contact: str | None
    created_at: Moment
    closed_at: Moment | None
    next_target: Moment | None


class OwnCase(OwnCaseCard):
    """A case with its public fields, what was promised, and what was said."""

    as_of: Moment
    description: str | None = Field(None, exclude_if=_is_none)
    asset: str | None
    product: str | None
    entitlement: str | None
    fields: dict[str, Value]
    promises: list[OwnPromise]
    comments: list[OwnComment]
    actions: list[Literal["comment"]]


class OwnCasePage(Told):
    """Cases, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[OwnCaseCard]
    next: str | None


class OpenedOwnCase(Told):
    """The number of a case that was opened, or had been by the same request before."""

    number: str
    repeated: bool


class OwnEntitlement(Told):
    """What covers an account; `remaining_cases` null is no limit. What is hidden is left out."""

    id: str
    account: str
    name: str
    status: Literal["Inactive", "Active", "Expired"]
    type: str | None = Field(None, exclude_if=_is_none)
    start_date: str | None = Field(None, exclude_if=_is_none)
    end_date: str | None = Field(None, exclude_if=_is_none)
    remaining_cases: int | None


class OwnEntitlementPage(Told):
    """Entitlements account by account, each by name."""

    items: list[OwnEntitlement]
    next: str | None
