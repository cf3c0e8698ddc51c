"""Matching: whose record is it, and which entitlement does it get (R1-R8)."""

from shared.domain.matching.asset_picking import refuse_asset
from shared.domain.matching.candidate import Rejection, Verdict
from shared.domain.matching.draft import Draft
from shared.domain.matching.findings import (
    AccountRef,
    AssetRef,
    ContactRef,
    EntitlementRef,
    Findings,
)
from shared.domain.matching.identity import (
    Identity,
    identify,
    refused_references,
    unknown_references,
)
from shared.domain.matching.match import Match, match
from shared.domain.matching.settings import (
    EntitlementRule,
    EntitlementRules,
    MatchingSettings,
    parse_entitlement_rules,
)

__all__ = [
    "AccountRef",
    "AssetRef",
    "ContactRef",
    "Draft",
    "EntitlementRef",
    "EntitlementRule",
    "EntitlementRules",
    "Findings",
    "Identity",
    "Match",
    "MatchingSettings",
    "Rejection",
    "Verdict",
    "identify",
    "match",
    "parse_entitlement_rules",
    "refuse_asset",
    "refused_references",
    "unknown_references",
]
