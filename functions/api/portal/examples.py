"""Examples of what customers and partners are told."""

from typing import Any

_CARD: dict[str, Any] = {
    "number": "4TZK-9MWXA",
    "subject": "Pump 3 has stopped",
    "status": "Open",
    "priority": "High",
    "account": "acme",
    "contact": "ann",
    "created_at": "2026-03-02T14:00:00Z",
    "closed_at": None,
    "next_target": "2026-03-02T18:00:00Z",
}
_PROMISE: dict[str, Any] = {
    "milestone": "Resolution",
    "occurrence": 1,
    "outcome": "open",
    "paused": False,
    "violated": False,
    "waived": False,
    "start": "2026-03-02T14:00:00Z",
    "target": "2026-03-02T18:00:00Z",
    "completed_at": None,
    "remaining": {"seconds": 12600, "text": "3h30m"},
}
_COMMENT: dict[str, Any] = {
    "order": 3,
    "at": "2026-03-02T14:20:00Z",
    "written_by": "support",
    "name": None,
    "verified": True,
    "body": "A technician is on the way.",
}
_ENTITLEMENT: dict[str, Any] = {
    "id": "acme-gold",
    "account": "acme",
    "name": "Gold support for Acme",
    "status": "Active",
    "type": "Phone and web",
    "start_date": "2026-01-01",
    "end_date": "2026-12-31",
    "remaining_cases": 17,
}

EXAMPLES: dict[str, Any] = {
    "Visitor": {
        "name": "ann",
        "contact": "ann",
        "full_name": "Ann Ames",
        "account": "acme",
        "delegate": True,
        "roles": ["customers"],
        "permissions": ["enter the portal", "read one's own cases"],
    },
    "OwnAccounts": {"items": [{"id": "acme", "name": "Acme", "own": True}], "next": None},
    "OwnCasePage": {"items": [_CARD], "next": None},
    "OwnCase": {
        **_CARD,
        "as_of": "2026-03-02T14:30:00Z",
        "description": "It stopped at 9:40 and does not start again.",
        "asset": "pump-3",
        "product": "pump",
        "entitlement": "Gold support for Acme",
        "fields": {"product_line": "Pumps"},
        "promises": [_PROMISE],
        "comments": [_COMMENT],
        "actions": ["comment"],
    },
    "OpenedOwnCase": {"number": "4TZK-9MWXA", "repeated": False},
    "OwnEntitlementPage": {"items": [_ENTITLEMENT], "next": None},
}

RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "showVisitor": ("Visitor", "You", {}),
    "listOwnAccounts": ("OwnAccounts", "The accounts", {}),
    "listOwnCases": ("OwnCasePage", "One page of cases", {}),
    "openOwnCase": ("OpenedOwnCase", "Opened", {"Location": "The address of the case."}),
    "showOwnCase": ("OwnCase", "The case", {}),
    "replyToOwnCase": ("OwnCase", "The case", {}),
    "listOwnEntitlements": ("OwnEntitlementPage", "One page of entitlements", {}),
}
"""Operation to example, description and headers of its success."""
