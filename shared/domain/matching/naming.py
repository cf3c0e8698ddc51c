"""An entitlement that a person names: let through, or refused with every filter that fails (R1, R8)."""

from collections.abc import Iterator, Sequence

from shared.business_time.instant import Instant
from shared.domain.coverage import AccountCoverage
from shared.domain.matching.candidate import Candidate, candidate
from shared.domain.matching.draft import Draft
from shared.domain.matching.identity import Identity
from shared.domain.matching.settings import MatchingSettings
from shared.errors import Fault, Refused

POINTER = "/entitlement"


def named(
    name: str,
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
    also: Sequence[Fault] = (),
) -> Candidate:
    """The entitlement `name` if it may be picked; raises Refused with one fault per failing filter.

    `also` are faults that are known already and are told with them.
    """
    owner, seen = _found(name, draft, coverages, settings, at)
    failing = _failing(owner, seen, draft, identity, settings)
    faults = (*(Fault(POINTER, message, code) for code, message in failing), *also)
    if faults:
        raise Refused(f"The entitlement '{name}' cannot be used for this record.", faults=faults)
    return seen


def _found(
    name: str,
    draft: Draft,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> tuple[str, Candidate]:
    for coverage in coverages:
        for covered in coverage.entitlements:
            if covered.entitlement.id == name:
                return coverage.account.id, candidate(draft, coverage, covered, 0, settings, at)
    message = f"There is no entitlement '{name}'."
    raise Refused(message, faults=(Fault(POINTER, message, "unknown"),))


def _failing(
    owner: str, seen: Candidate, draft: Draft, identity: Identity, settings: MatchingSettings
) -> Iterator[tuple[str, str]]:
    entitlement, filters = seen.entitlement, settings.lookup_filters
    if seen.process_type not in (None, draft.record_type):
        yield (
            "wrong_record_type",
            f"Its process '{entitlement.process}' is not for this record type.",
        )
    status = entitlement.status(seen.day)
    if filters.active and status != "Active":
        yield "active", f"It is {status.lower()} on {seen.day}."
    if filters.same_account and not _passes_account(owner, seen, identity):
        yield "same_account", f"It belongs to '{owner}', the record to '{identity.account}'."
    if filters.same_asset and _differ(entitlement.asset, identity.asset):
        yield "same_asset", f"It is for asset '{entitlement.asset}', not '{identity.asset}'."
    if filters.same_contact and _others(entitlement.contacts, identity.contact):
        yield "same_contact", f"It names contacts, and '{identity.contact}' is not among them."
    if seen.is_spent:
        yield "allowance_spent", "Its allowance is used up, and its policy is to block."


def _passes_account(owner: str, seen: Candidate, identity: Identity) -> bool:
    covers = seen.entitlement.covers == "account_and_subsidiaries"
    return owner == identity.account or (covers and owner in identity.ancestors)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _others(contacts: tuple[str, ...], contact: str | None) -> bool:
    return bool(contacts) and contact is not None and contact not in contacts
