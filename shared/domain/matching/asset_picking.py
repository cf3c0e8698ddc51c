"""An asset that a person picks: every filter that is switched on and fails (R8)."""

from collections.abc import Iterator, Sequence

from shared.business_time.instant import Instant
from shared.domain.coverage import AccountCoverage
from shared.domain.matching.candidate import Candidate, candidates_of
from shared.domain.matching.draft import Draft
from shared.domain.matching.identity import Identity
from shared.domain.matching.settings import MatchingSettings
from shared.errors import Fault, Refused

POINTER = "/asset"


def asset_faults(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> tuple[Fault, ...]:
    """One fault for each filter that the picked asset does not pass; none where nobody picked."""
    if not draft.picks_asset:
        return ()
    found = _failing(draft, identity, coverages, settings, at)
    return tuple(Fault(POINTER, message, code) for code, message in found)


def refuse_asset(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> None:
    """Raise Refused with every filter that fails."""
    faults = asset_faults(draft, identity, coverages, settings, at)
    if faults:
        raise Refused(f"The asset '{draft.asset}' cannot be used for this record.", faults=faults)


def _failing(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> Iterator[tuple[str, str]]:
    filters, contact = settings.lookup_filters, identity.contact
    owner, holder = identity.asset_account, identity.asset_contact
    if filters.asset_same_account and owner != identity.account:
        yield "asset_same_account", f"It belongs to '{owner}', the record to '{identity.account}'."
    if filters.asset_same_contact and None not in (holder, contact) and holder != contact:
        yield "asset_same_contact", f"It belongs to '{holder}', the record to '{contact}'."
    if not filters.asks_for_entitled_assets:
        return
    seen = candidates_of(draft, identity, coverages, settings, at)
    active = [one for one in seen if _covers(one, draft.asset)]
    if filters.asset_entitled_account and not active:
        yield "asset_entitled_account", "The account has no active entitlement for it."
    if filters.asset_entitled_contact and not any(_is_for(one, contact) for one in active):
        yield "asset_entitled_contact", "The contact has no active entitlement for it."


def _covers(one: Candidate, asset: str | None) -> bool:
    is_for_it = asset in (one.entitlement.asset, one.covered.line_asset)
    return is_for_it and one.entitlement.status(one.day) == "Active"


def _is_for(one: Candidate, contact: str | None) -> bool:
    """An entitlement that names nobody is for every contact of its account."""
    return not one.entitlement.contacts or contact in one.entitlement.contacts
