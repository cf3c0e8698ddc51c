"""What the organisation says about matching."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from shared.domain.allowance import LOW_SHARE
from shared.domain.case_file import RecordType
from shared.domain.criteria import Condition
from shared.domain.reading import read_document
from shared.domain.settings_document import AutoAssign, LookupFilters
from shared.domain.value import Frozen
from shared.domain.written import Id, Words


class EntitlementRule(Frozen):
    """A condition (none: always), and the entitlement or the process that it gives (R5)."""

    when: Condition | None = None
    entitlement: Id | None = None
    process: Words | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "EntitlementRule":
        if (self.entitlement is None) == (self.process is None):
            raise ValueError("names either an entitlement or a process")
        return self


class EntitlementRules(Frozen):
    """A document of kind `entitlement_rules`; order matters (R5)."""

    name: Words | None = None
    rules: tuple[EntitlementRule, ...] = ()


def parse_entitlement_rules(body: Mapping[str, Any]) -> EntitlementRules:
    """Read a document of kind `entitlement_rules`; raises Refused with every fault and its path."""
    return read_document(EntitlementRules, body, "entitlement rules")


class MatchingSettings(Frozen):
    """`zone` is the organisation's; `process_types` says of each process which records it is for."""

    zone: str
    public_mail_domains: frozenset[str] = frozenset()
    auto_assign: AutoAssign = AutoAssign()
    lookup_filters: LookupFilters = LookupFilters()
    rules: tuple[EntitlementRule, ...] = ()
    low_balance_share: float = LOW_SHARE
    process_types: dict[str, RecordType] = Field(default_factory=dict)

    def matches_by_itself(self, origin: str) -> bool:
        """Whether matching runs on this channel without being asked (R1)."""
        return bool(getattr(self.auto_assign, origin))
