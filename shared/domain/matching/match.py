"""Which entitlement a record gets, why this one, and why none of the others (R1, R3-R7)."""

from collections.abc import Sequence

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.allowance import Range, bounds, crossing, zone
from shared.domain.case_file import NoEntitlement, RecordType
from shared.domain.coverage import AccountCoverage, CoverageEntitlement
from shared.domain.matching.asset_picking import asset_faults, refuse_asset
from shared.domain.matching.candidate import Candidate, Verdict, candidates_of, rejection
from shared.domain.matching.draft import Draft
from shared.domain.matching.identity import Identity
from shared.domain.matching.naming import named
from shared.domain.matching.ranking import rank
from shared.domain.matching.rules import ruled
from shared.domain.matching.settings import MatchingSettings
from shared.domain.value import Frozen


class Match(Frozen):
    """The decision of R7; `by` is `match`, `rule:<n>`, `named` or None.

    `used_range` is the least and most `used` before this record for which the decision holds (E6);
    `asset` is the record's asset after it (R6).
    """

    entitlement: str | None = None
    covered: CoverageEntitlement | None = None
    process: str | None = None
    by: str | None = None
    rule: int | None = None
    no_entitlement: NoEntitlement | None = None
    warnings: tuple[str, ...] = ()
    candidates: dict[str, Verdict] = Field(default_factory=dict)
    asset: str | None = None
    used_range: Range = (None, None)
    record_type: RecordType = "case"


def match(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> Match:
    """Decide; `at` is the record's creation. Raises Refused for what is named and may not be picked."""
    found = _decided(draft, identity, coverages, settings, at)
    return found.model_copy(update={"record_type": draft.record_type})


def _decided(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
) -> Match:
    name = draft.named_entitlement
    if name is not None:
        also = asset_faults(draft, identity, coverages, settings, at)
        picked = named(name, draft, identity, coverages, settings, at, also)
        return _chosen(picked, identity, settings, by="named", candidates={name: "chosen"})
    refuse_asset(draft, identity, coverages, settings, at)
    if not settings.matches_by_itself(draft.origin):
        return _none(identity, "auto_assign_off")
    seen = list(candidates_of(draft, identity, coverages, settings, at))
    return _matched(draft, identity, coverages, seen, settings, at)


def _matched(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    seen: Sequence[Candidate],
    settings: MatchingSettings,
    at: Instant,
) -> Match:
    reasons = {c.entitlement.id: rejection(c, draft, identity) for c in seen}
    standing = sorted((c for c in seen if reasons[c.entitlement.id] is None), key=rank)
    account = next((c.account for c in coverages if c.account.id == identity.account), None)
    given = ruled(draft, account, standing, settings, at)
    chosen = given.chosen if given else next(iter(standing), None)
    verdicts: dict[str, Verdict] = {
        name: reason or "outranked" for name, reason in sorted(reasons.items())
    }
    by = f"rule:{given.number}" if given else "match"
    rule = given.number if given else None
    if chosen is not None:
        verdicts[chosen.entitlement.id] = "chosen"
        return _chosen(chosen, identity, settings, by=by, rule=rule, candidates=verdicts)
    none = _none(identity, identity.reason or "none_matched", verdicts)
    if given is None:
        return none
    return none.model_copy(update={"process": given.process, "by": by, "rule": rule})


def _chosen(
    chosen: Candidate,
    identity: Identity,
    settings: MatchingSettings,
    *,
    by: str,
    candidates: dict[str, Verdict],
    rule: int | None = None,
) -> Match:
    entitlement, used = chosen.entitlement, chosen.used
    most, share = chosen.allowance, settings.low_balance_share
    crossed = crossing(most, used, share)
    place = zone(most, used, share, chosen.policy)
    return Match(
        entitlement=entitlement.id,
        covered=chosen.covered,
        process=entitlement.process,
        by=by,
        rule=rule,
        warnings=(*identity.warnings, *((crossed,) if crossed else ())),
        candidates=candidates,
        asset=identity.asset or (entitlement.asset if by == "named" else None),
        used_range=bounds(place, most, share, chosen.policy),
    )


def _none(
    identity: Identity, reason: NoEntitlement, candidates: dict[str, Verdict] | None = None
) -> Match:
    return Match(
        no_entitlement=reason,
        warnings=identity.warnings,
        candidates=candidates or {},
        asset=identity.asset,
    )
