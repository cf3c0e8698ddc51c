"""What the first read round found: everybody and everything that could tell the account (§2)."""

from shared.domain.value import Frozen


class AccountRef(Frozen):
    """An account and those above it, nearest first."""

    account: str
    ancestors: tuple[str, ...] = ()


class ContactRef(AccountRef):
    """A contact of an account."""

    contact: str


class AssetRef(AccountRef):
    """An asset of an account."""

    asset: str
    product: str | None = None
    contact: str | None = None


class EntitlementRef(AccountRef):
    """An entitlement of an account."""

    entitlement: str


class Findings(Frozen):
    """`by_*` were looked up, the others are what the draft names; None where there is no such thing."""

    by_email: tuple[ContactRef, ...] = ()
    by_domain: tuple[AccountRef, ...] = ()
    by_serial: tuple[AssetRef, ...] = ()
    account: AccountRef | None = None
    contact: ContactRef | None = None
    asset: AssetRef | None = None
    entitlement: EntitlementRef | None = None
