"""The verdict on every candidate in words: why this one, and why none of the others (R7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.coverage import AccountCoverage
from shared.domain.matching.candidate import Candidate, Verdict, candidates_of
from shared.domain.matching.draft import Draft
from shared.domain.matching.identity import Identity
from shared.domain.matching.match import Match
from shared.domain.matching.ranking import MARKS, Rank, rank
from shared.domain.matching.settings import MatchingSettings


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its verdict; `left` is what its allowance still includes, None: no limit."""

    entitlement: str
    name: str
    account: str
    verdict: Verdict
    words: str
    left: int | None = None


def judged(
    draft: Draft,
    identity: Identity,
    coverages: Sequence[AccountCoverage],
    settings: MatchingSettings,
    at: Instant,
    found: Match,
) -> tuple[Judged, ...]:
    """Every candidate of a decision: the chosen one, then those it outranked, then the rejected."""
    if found.by == "named" and found.covered is not None:
        chosen = found.covered.entitlement
        left = _left(chosen.allowance(draft.record_type), found.covered.used_by(draft.record_type))
        name = chosen.name or chosen.id
        words = "named by whoever opens the record"
        return (Judged(chosen.id, name, chosen.account, "chosen", words, left),)
    seen = sorted(candidates_of(draft, identity, coverages, settings, at), key=rank)
    known = [one for one in seen if one.entitlement.id in found.candidates]
    best = next((one for one in known if one.entitlement.id == found.entitlement), None)
    told = [_judged(one, best, draft, identity, found) for one in known]
    order = {"chosen": 0, "outranked": 1}
    return tuple(sorted(told, key=lambda one: order.get(one.verdict, 2)))


def _judged(
    one: Candidate, best: Candidate | None, draft: Draft, identity: Identity, found: Match
) -> Judged:
    entitlement = one.entitlement
    verdict = found.candidates[entitlement.id]
    return Judged(
        entitlement.id,
        entitlement.name or entitlement.id,
        entitlement.account,
        verdict,
        _words(verdict, one, best, draft, identity, found),
        _left(one.allowance, one.used),
    )


def _left(cases: int | None, used: int) -> int | None:
    return None if cases is None else cases - used


def _words(
    verdict: Verdict,
    one: Candidate,
    best: Candidate | None,
    draft: Draft,
    identity: Identity,
    found: Match,
) -> str:
    if verdict == "chosen":
        return _chosen(one, found)
    if verdict == "outranked":
        return _outranked(one, best, found)
    return _rejected(one, draft, identity)[verdict]


def _chosen(one: Candidate, found: Match) -> str:
    if found.rule is not None:
        return f"entitlement rule {found.rule} names it"
    rivals = [verdict for verdict in found.candidates.values() if verdict == "outranked"]
    return f"it is {MARKS[rank(one)[0]]}" + (", before all others" if rivals else "")


def _outranked(one: Candidate, best: Candidate | None, found: Match) -> str:
    if best is None:
        return "nothing was chosen"
    if found.rule is not None:
        return f"entitlement rule {found.rule} names '{best.entitlement.id}'"
    mine, its = rank(one), rank(best)
    place = next(place for place, value in enumerate(mine) if value != its[place])
    return _weaker(place, one, mine, best, its)


def _weaker(place: int, one: Candidate, mine: Rank, best: Candidate, its: Rank) -> str:
    return (
        f"it is {MARKS[mine[0]]}, and '{best.entitlement.id}' is {MARKS[its[0]]}",
        f"'{best.entitlement.account}' is nearer to the record than '{one.entitlement.account}'",
        f"its precedence is {mine[2]}, and that of '{best.entitlement.id}' is {its[2]}",
        f"its allowance is used up, and that of '{best.entitlement.id}' is not",
        f"it has no process, and '{best.entitlement.id}' has one",
        f"'{best.entitlement.id}' ends earlier",
        f"'{best.entitlement.id}' comes first by id; nothing else sets them apart",
    )[place]


def _rejected(one: Candidate, draft: Draft, identity: Identity) -> dict[str, str]:
    entitlement, covered = one.entitlement, one.covered
    lines = [name for name in (covered.line_product, covered.line_asset) if name]
    kind = (one.process_type or "case").replace("_", " ")
    return {
        "not_started": f"it starts on {entitlement.start_date}",
        "expired": f"it ended on {entitlement.end_date}",
        "wrong_record_type": f"its process '{entitlement.process}' is for a {kind}",
        "asset_mismatch": f"it is for asset '{entitlement.asset}', and the record has "
        + (f"'{identity.asset}'" if identity.asset else "none"),
        "line_item_mismatch": f"its contract line is for '{' and '.join(lines)}', and the record is not",
        "contract_inactive": f"its contract or contract line is not in force on {one.day}",
        "contact_not_named": "it names contacts, and "
        + (
            f"'{identity.contact}' is not among them" if identity.contact else "the record has none"
        ),
        "allowance_spent": f"its allowance of {one.allowance} is used up, "
        "and its policy is to block",
    }
