"""The card of a record, as lists show it."""

from collections.abc import Sequence

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts, RollUp
from shared.domain.history import Card
from shared.domain.value import Value

SUBJECT_LENGTH = 120


def card_of(
    file: CaseFile,
    *,
    facts: Sequence[MilestoneFacts],
    roll_up: RollUp,
    next_target: Instant | None,
) -> Card:
    """Build the card; the milestone named is the open one that `next_target` belongs to (M9)."""
    due = next((m for m in facts if m.outcome == "open" and m.target == next_target), None)
    return Card(
        number=file.number,
        subject=(_text(file.fields.get("subject")) or "")[:SUBJECT_LENGTH],
        status=_text(file.fields.get("status")),
        priority=_text(file.fields.get("priority")),
        owner=_text(file.fields.get("owner")),
        queue=_text(file.fields.get("queue")),
        account=file.account,
        contact=file.contact,
        entitlement=file.entitlement,
        no_entitlement=file.stamp.no_entitlement,
        roll_up=roll_up,
        next_milestone=due.milestone if due else None,
        next_target=next_target,
        paused=bool(due and due.paused),
        created_at=file.created_at,
        record_type=file.record_type,
        warnings=(*file.stamp.warnings, *_long_pause(file)),
    )


def _long_pause(file: CaseFile) -> tuple[str, ...]:
    limit = file.sla.pause_limit
    return ("pause_overdue",) if limit is not None and limit.told else ()


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)
