"""Audit entries: every change of a document, who made it and through which door (S4)."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.value import Frozen

AuditVerb: TypeAlias = Literal["create", "change", "delete", "top_up", "correction"]

EDITS = ("create", "change", "delete")
"""Verbs that make a new edition; a movement of an allowance leaves the document as it is."""


class AuditEntry(Frozen):
    """One change; `edition` numbers the changes of a document, `before` and `after` are all of it.

    Of a movement of an allowance they are what was used of it, at the edition that there was.
    """

    kind: str
    id: str
    edition: int
    at: Instant
    by: str
    door: str
    verb: AuditVerb
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
