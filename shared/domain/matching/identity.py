"""Whose record is it: the account, and the contact and asset that come with it (R2)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeAlias, TypeVar

from shared.domain.account import MOST_ANCESTORS
from shared.domain.contact import domain_of
from shared.domain.matching.draft import Draft
from shared.domain.matching.findings import AccountRef, AssetRef, ContactRef, Findings
from shared.domain.matching.settings import MatchingSettings
from shared.domain.value import Frozen
from shared.errors import Fault, Refused

R = TypeVar("R", bound=AccountRef)

Source: TypeAlias = Literal[
    "record", "contact", "address", "domain", "asset", "serial_number", "entitlement"
]
"""What told the account, in the order in which it is asked."""

Conflict: TypeAlias = Literal[
    "contact_of_another_account",
    "asset_of_another_account",
    "product_unlike_the_assets",
    "serial_number_unlike_the_assets",
]


class Identity(Frozen):
    """Whose record it is; `reason` says why no account is known, `because` what told it.

    `accounts_to_read` are the account, those above it, and the owner of a named entitlement;
    `asset_account` and `asset_contact` are those of the asset itself.
    """

    account: str | None = None
    ancestors: tuple[str, ...] = ()
    contact: str | None = None
    asset: str | None = None
    product: str | None = None
    because: Source | None = None
    reason: Literal["account_unknown", "ambiguous"] | None = None
    warnings: tuple[Conflict, ...] = ()
    accounts_to_read: tuple[str, ...] = ()
    asset_account: str | None = None
    asset_contact: str | None = None

    @property
    def line(self) -> tuple[str, ...]:
        """The account and those above it, nearest first."""
        return (self.account, *self.ancestors) if self.account is not None else ()


def identify(draft: Draft, findings: Findings, settings: MatchingSettings) -> Identity:
    """Find the account (R2); raises Refused when a person names what does not exist."""
    unknown = refused_references(draft, findings)
    if unknown:
        raise Refused("The record names what does not exist.", faults=unknown)
    asset = findings.asset or _only(findings.by_serial, lambda ref: ref.asset)
    product = draft.product or (asset.product if asset else None)
    named_asset = asset.asset if asset else None
    source, ref, ambiguous = _account(draft, findings, settings)
    if source is None or ref is None:
        reason: Literal["account_unknown", "ambiguous"] = (
            "ambiguous" if ambiguous else "account_unknown"
        )
        return Identity(asset=named_asset, product=product, reason=reason)
    contact = _contact(source, ref.account, findings)
    above = _above(ref)
    return Identity(
        account=ref.account,
        ancestors=above,
        contact=contact.contact if contact else None,
        asset=named_asset,
        product=product,
        because=source,
        warnings=tuple(_conflicts(draft, findings, ref.account, contact, asset)),
        accounts_to_read=_to_read(draft, findings, (ref.account, *above)),
        asset_account=asset.account if asset else None,
        asset_contact=asset.contact if asset else None,
    )


def refused_references(draft: Draft, findings: Findings) -> tuple[Fault, ...]:
    """The same where somebody answers for them: strangers' names are kept raw and never refused (R1)."""
    return () if draft.origin in ("web", "email") else unknown_references(draft, findings)


def unknown_references(draft: Draft, findings: Findings) -> tuple[Fault, ...]:
    """One fault for each account, contact, asset or entitlement that is named and does not exist."""
    named = (
        ("account", draft.account, findings.account),
        ("contact", draft.contact, findings.contact),
        ("asset", draft.asset, findings.asset),
        ("entitlement", draft.named_entitlement, findings.entitlement),
    )
    return tuple(
        Fault(f"/{what}", f"There is no {what} '{name}'.", "unknown")
        for what, name, found in named
        if name is not None and found is None
    )


def _account(
    draft: Draft, findings: Findings, settings: MatchingSettings
) -> tuple[Source | None, AccountRef | None, bool]:
    ambiguous = False
    for source, refs in _asked(draft, findings, settings):
        accounts = {ref.account: ref for ref in refs}
        if len(accounts) == 1:
            return source, next(iter(accounts.values())), False
        ambiguous = ambiguous or len(accounts) > 1
    return None, None, ambiguous


def _asked(
    draft: Draft, findings: Findings, settings: MatchingSettings
) -> Iterator[tuple[Source, Sequence[AccountRef]]]:
    yield "record", _one(findings.account)
    yield "contact", _one(findings.contact)
    yield "address", findings.by_email
    if _domain_counts(draft, settings.public_mail_domains):
        yield "domain", findings.by_domain
    yield "asset", _one(findings.asset)
    yield "serial_number", findings.by_serial
    if draft.named_entitlement is not None:
        yield "entitlement", _one(findings.entitlement)


def _one(ref: AccountRef | None) -> Sequence[AccountRef]:
    return (ref,) if ref is not None else ()


def _domain_counts(draft: Draft, public: Collection[str]) -> bool:
    domain = domain_of(draft.email) if draft.email else None
    return (
        domain is not None
        and draft.domain_is_trusted
        and domain not in {name.lower() for name in public}
    )


def _contact(source: Source, account: str, findings: Findings) -> ContactRef | None:
    if findings.contact is not None:
        return findings.contact
    if source == "record":
        theirs = [ref for ref in findings.by_email if ref.account == account]
        return _only(theirs, lambda ref: ref.contact)
    return _only(findings.by_email, lambda ref: ref.contact) if source == "address" else None


def _conflicts(
    draft: Draft,
    findings: Findings,
    account: str,
    contact: ContactRef | None,
    asset: AssetRef | None,
) -> Iterator[Conflict]:
    if contact is not None and contact.account != account:
        yield "contact_of_another_account"
    if asset is None:
        return
    if asset.account != account:
        yield "asset_of_another_account"
    if draft.product and asset.product and draft.product != asset.product:
        yield "product_unlike_the_assets"
    if findings.by_serial and asset.asset not in {ref.asset for ref in findings.by_serial}:
        yield "serial_number_unlike_the_assets"


def _above(ref: AccountRef) -> tuple[str, ...]:
    others = dict.fromkeys(name for name in ref.ancestors if name != ref.account)
    return tuple(others)[:MOST_ANCESTORS]


def _to_read(draft: Draft, findings: Findings, line: tuple[str, ...]) -> tuple[str, ...]:
    owner = findings.entitlement.account if findings.entitlement else None
    if draft.named_entitlement is None or owner is None or owner in line:
        return line
    return (*line, owner)


def _only(refs: Sequence[R], name: Callable[[R], str]) -> R | None:
    found = {name(ref): ref for ref in refs}
    return next(iter(found.values())) if len(found) == 1 else None
