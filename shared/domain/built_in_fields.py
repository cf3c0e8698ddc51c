"""Fields that every record has without anybody declaring them (K6)."""

from collections.abc import Mapping, Sequence

from shared.domain.field_declaration import DeclaredField, DeclaredValue

BUILT_IN: tuple[DeclaredField, ...] = (
    DeclaredField(name="subject", label="Subject"),
    DeclaredField(name="description", type="long_text", label="Description"),
    DeclaredField(
        name="status",
        type="picklist",
        label="Status",
        values=(
            DeclaredValue(value="New"),
            DeclaredValue(value="Open"),
            DeclaredValue(value="Waiting on customer", is_waiting=True),
            DeclaredValue(value="Closed", is_closed=True),
        ),
    ),
    DeclaredField(
        name="priority",
        type="picklist",
        label="Priority",
        values=tuple(DeclaredValue(value=v) for v in ("Low", "Medium", "High", "Critical")),
    ),
    DeclaredField(name="type", label="Type"),
    DeclaredField(name="reason", label="Reason"),
    DeclaredField(name="origin", label="Origin"),
    DeclaredField(name="owner", label="Owner"),
    DeclaredField(name="queue", label="Queue"),
    DeclaredField(name="escalated", type="checkbox", label="Escalated"),
    DeclaredField(name="escalation_level", type="number", label="Escalation level"),
    DeclaredField(name="spam", type="checkbox", label="Spam"),
    DeclaredField(name="do_not_count", type="checkbox", label="Do not count"),
    DeclaredField(name="awaiting_us_since", type="datetime", label="Awaiting us since"),
    DeclaredField(name="last_message_by", label="Last message by"),
    DeclaredField(name="created_at", type="datetime", label="Created"),
    DeclaredField(name="closed_at", type="datetime", label="Closed"),
)

KEPT_BY_THE_SYSTEM = frozenset(
    {
        "escalation_level",
        "awaiting_us_since",
        "last_message_by",
        "created_at",
        "closed_at",
        "record_type",
    }
)
"""Built-in fields that nobody sets by hand; the type of a record is read like one (K2)."""

ALWAYS_PUBLIC = frozenset({"subject", "description", "status", "priority", "type"})
"""What customers see of their case in any organisation, unless a rule of access says no (S1)."""

EXEMPTING = ("spam", "do_not_count")
"""Marks by which a record does not count against an allowance; no form of a customer sets them (E6)."""

RELATED: Mapping[str, Sequence[str]] = {
    "account": ("name", "owner", "tier"),
    "contact": ("name", "email"),
    "asset": ("product", "serial_number"),
    "entitlement": ("name", "type", "start_date", "end_date"),
}
"""Fields of what a record hangs on, besides those that documents add under `fields`."""
