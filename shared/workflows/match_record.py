"""Round two of matching and its decision, the same wherever a record is matched (R1, R3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.coverage import AccountCoverage
from shared.domain.matching import Draft, Identity, Match, MatchingSettings, match
from shared.domain.stamping import related_fields
from shared.domain.value import Value
from shared.ports import FirstLook
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Matched:
    """The decision, what was read for it, and the related fields that come with it (K5)."""

    match: Match
    coverages: Sequence[AccountCoverage]
    related: dict[str, Value]


def match_record(
    world: World,
    draft: Draft,
    identity: Identity,
    look: FirstLook,
    settings: MatchingSettings,
    at: Instant,
) -> Matched:
    """Read what covers the account and decide; `at` is the record's creation. Raises Refused."""
    coverages = world.directory.coverage(identity.accounts_to_read)
    found = match(draft, identity, coverages, settings, at)
    related = related_fields(
        next((one.account for one in coverages if one.account.id == identity.account), None),
        look.contacts.get(identity.contact or ""),
        look.assets.get(found.asset or ""),
        found.covered.entitlement if found.covered else None,
    )
    return Matched(found, coverages, related)
