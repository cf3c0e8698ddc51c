"""The case file: a record with everything that a decision about it needs, kept as one item."""

from typing import Literal, TypeAlias

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.effect import Effect
from shared.domain.pin import Pin
from shared.domain.sla_state import SlaState
from shared.domain.value import Frozen, Value

RecordType: TypeAlias = Literal["case", "work_order"]
Origin: TypeAlias = Literal["web", "email", "api", "console", "portal"]
NoEntitlement: TypeAlias = Literal[
    "account_unknown", "none_matched", "ambiguous", "auto_assign_off", "cleared"
]

SCHEMA = 1


AllowanceCounts: TypeAlias = Literal["at_creation", "at_closing"]
"""When a record counts against the allowance of its entitlement (E6)."""


class Stamp(Frozen):
    """How the entitlement was found: the short answer; candidates lie beside the file (R7).

    `counted` says whether a use of its allowance stands (E6); None in what is older than that.
    `counts` is what the organisation had set when the entitlement was stamped.
    """

    by: str | None = None
    no_entitlement: NoEntitlement | None = None
    warnings: tuple[str, ...] = ()
    matched_at: Instant | None = None
    counted: bool | None = None
    counts: AllowanceCounts = "at_creation"


class CaseFile(Frozen):
    """One record: `version` is the lock and moves on every write, `revision` the ETag (§1).

    `last_mail` is the id of the customer's last mail, which ours answer.
    """

    schema_version: int = SCHEMA
    number: str
    record_type: RecordType = "case"
    version: int = 0
    revision: int = 0
    origin: Origin
    created_at: Instant
    changed_at: Instant
    fields: dict[str, Value] = Field(default_factory=dict)
    account: str | None = None
    contact: str | None = None
    asset: str | None = None
    product: str | None = None
    entitlement: str | None = None
    entitlement_account: str | None = None
    entitlement_hours: str | None = None
    business_hours: str | None = None
    verified: bool = False
    supplied: dict[str, str] = Field(default_factory=dict)
    stamp: Stamp = Stamp()
    process: Pin | None = None
    calendars: dict[str, int] = Field(default_factory=dict)
    org_hours: str = "24x7"
    sla: SlaState = SlaState()
    replied: bool = False
    follows: str | None = None
    last_mail: str | None = None
    watchers: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    armed_for: Instant | None = None
    failures: int = 0
    not_before: Instant | None = None
