"""A candidate for a record, and the first reason for which it is none (R3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from shared.business_time.instant import Instant, local_date
from shared.domain.allowance import has_left
from shared.domain.case_file import RecordType
from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.entitlement import Entitlement, Policy
from shared.domain.matching.draft import Draft
from shared.domain.matching.identity import Identity
from shared.domain.matching.settings import MatchingSettings
from shared.domain.service_contract import status_on

Rejection: TypeAlias = Literal[
    "not_started",
    "expired",
    "wrong_record_type",
    "asset_mismatch",
    "line_item_mismatch",
    "contract_inactive",
    "contact_not_named",
    "allowance_spent",
]
Verdict: TypeAlias = Rejection | Literal["chosen", "outranked"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entitlement seen from a record: how far up its account stands, and its local date (E2)."""

    covered: CoverageEntitlement
    distance: int
    day: date
    process_type: RecordType | None
    policy: Policy
    record_type: RecordType = "case"

    @property
    def entitlement(self) -> Entitlement:
        """The entitlement itself."""
        return self.covered.entitlement

    @property
    def allowance(self) -> int | None:
        """How many records of the record's type it includes; None is no limit (E6)."""
        return self.entitlement.allowance(self.record_type)

    @property
    def used(self) -> int:
        """How much of it is used before this record."""
        return self.covered.used_by(self.record_type)

    @property
    def has_left(self) -> bool:
        """Whether its allowance includes one more record."""
        return has_left(self.allowance, self.used)

    @property
    def is_spent(self) -> bool:
        """Whether it is refused at this door: nothing left, and the policy blocks here (E6)."""
        return self.policy == "block" and not self.has_left


def candidates_of(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> Iterator[Candidate]:
    """The account's entitlements, and those of accounts above it that cover subsidiaries (R3)."""
    line = identity.line
    for coverage in coverages:
        if coverage.account.id not in line:
            continue
        distance = line.index(coverage.account.id)
        for covered in coverage.entitlements:
            if distance == 0 or covered.entitlement.covers == "account_and_subsidiaries":
                yield candidate(draft, coverage, covered, distance, settings, at)


def candidate(
    draft: Draft,
    coverage: AccountCoverage,
    covered: CoverageEntitlement,
    distance: int,
    settings: MatchingSettings,
    at: Instant,
) -> Candidate:
    """See one entitlement from the record; its zone is that of the account that owns it (E2)."""
    process = covered.entitlement.process
    return Candidate(
        covered=covered,
        distance=distance,
        day=local_date(coverage.account.zone or settings.zone, at),
        process_type=settings.process_types.get(process, covered.process_type) if process else None,
        policy=covered.entitlement.policy if draft.by_a_person else "warn",
        record_type=draft.record_type,
    )


def rejection(seen: Candidate, draft: Draft, identity: Identity) -> Rejection | None:
    """The first reason of R3 that holds, in its order; None if the candidate stands."""
    return next(_reasons(seen, draft, identity), None)


def _reasons(seen: Candidate, draft: Draft, identity: Identity) -> Iterator[Rejection]:
    entitlement, covered = seen.entitlement, seen.covered
    status = entitlement.status(seen.day)
    if status != "Active":
        yield "not_started" if status == "Inactive" else "expired"
    if seen.process_type not in (None, draft.record_type):
        yield "wrong_record_type"
    if entitlement.asset not in (None, identity.asset):
        yield "asset_mismatch"
    if covered.line_product not in (None, identity.product) or covered.line_asset not in (
        None,
        identity.asset,
    ):
        yield "line_item_mismatch"
    if not _contract_in_force(covered, seen.day):
        yield "contract_inactive"
    if entitlement.contacts and identity.contact not in entitlement.contacts:
        yield "contact_not_named"
    if seen.is_spent:
        yield "allowance_spent"


def _contract_in_force(covered: CoverageEntitlement, day: date) -> bool:
    terms = (
        (covered.contract_start, covered.contract_end),
        (covered.line_start, covered.line_end),
    )
    return all(status_on(day, start, end) == "Active" for start, end in terms)
