"""Audit entries: every change of a document, who made it and through which door (S4)."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.value import Frozen

AuditVerb: TypeAlias = Literal["create", "change", "delete"]


class AuditEntry(Frozen):
    """One change; `edition` numbers the changes of a document, `before` and `after` are all of it."""

    kind: str
    id: str
    edition: int
    at: Instant
    by: str
    door: str
    verb: AuditVerb
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
