"""The first entitlement rule that gives something (R5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.criteria import holds
from shared.domain.matching.candidate import Candidate
from shared.domain.matching.draft import Draft
from shared.domain.matching.settings import EntitlementRule, MatchingSettings
from shared.domain.value import Fields


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule gave: an entitlement that stands, or else a process."""

    number: int
    chosen: Candidate | None
    process: str | None


def ruled(
    draft: Draft,
    account: Account | None,
    standing: Sequence[Candidate],
    settings: MatchingSettings,
    at: Instant,
) -> Ruled | None:
    """Try the rules in order; one that holds but cannot give anything falls through to the next."""
    fields = rule_fields(draft, account)
    for number, rule in enumerate(settings.rules, start=1):
        if holds(rule.when, fields, at, settings.zone):
            given = _given(number, rule, draft, standing, settings)
            if given is not None:
                return given
    return None


def rule_fields(draft: Draft, account: Account | None) -> Fields:
    """What rules read: the record's fields, its origin and type, and `account.*` (R5)."""
    return {
        "origin": draft.origin,
        "type": draft.record_type,
        "record_type": draft.record_type,
        **draft.fields,
        **(account.related() if account is not None else {}),
    }


def _given(
    number: int,
    rule: EntitlementRule,
    draft: Draft,
    standing: Sequence[Candidate],
    settings: MatchingSettings,
) -> Ruled | None:
    if rule.entitlement is not None:
        chosen = next((c for c in standing if c.entitlement.id == rule.entitlement), None)
        return Ruled(number, chosen, chosen.entitlement.process) if chosen else None
    own_none = not standing
    fits = rule.process and settings.process_types.get(rule.process) == draft.record_type
    return Ruled(number, None, rule.process) if own_none and fits else None
