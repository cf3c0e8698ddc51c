"""Examples of the directory: what is asked for and what is told of each kind."""

from typing import Any

_META: dict[str, Any] = {
    "edition": 1,
    "created_at": "2026-03-02T09:00:00Z",
    "created_by": "maria",
    "changed_at": "2026-03-02T09:00:00Z",
    "changed_by": "maria",
}

DOCUMENTS: dict[str, dict[str, Any]] = {
    "Account": {"id": "acme", "name": "Acme", "tier": "Gold", "email_domains": ["acme.example"]},
    "Contact": {
        "id": "ann",
        "account": "acme",
        "name": "Ann Ames",
        "email": "ann@acme.example",
    },
    "Product": {"id": "pump", "name": "Pump"},
    "EntitlementTemplate": {
        "id": "pump-warranty",
        "name": "Pump warranty",
        "products": ["pump"],
        "term_days": 365,
        "process": "Gold support",
        "cases_per_entitlement": 5,
    },
    "Asset": {
        "id": "pump-3",
        "account": "acme",
        "product": "pump",
        "serial_number": "SN-300",
        "install_date": "2026-02-10",
    },
    "Contract": {
        "id": "acme-2026",
        "account": "acme",
        "name": "Acme 2026",
        "start_date": "2026-01-01",
        "term_months": 12,
    },
    "Line": {"id": "acme-2026-pumps", "contract": "acme-2026", "product": "pump"},
    "Entitlement": {
        "id": "acme-gold",
        "account": "acme",
        "name": "Gold support for Acme",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "process": "Gold support",
        "cases_per_entitlement": 20,
    },
}
"""What is asked for when one of each is created."""

CHANGES: dict[str, dict[str, Any]] = {
    "Account": {"tier": "Platinum"},
    "Contact": {"email": "ann.ames@acme.example"},
    "Product": {"name": "Pump P3"},
    "EntitlementTemplate": {"term_days": 730},
    "Asset": {"serial_number": "SN-301"},
    "Contract": {"term_months": 24},
    "Line": {"end_date": "2026-06-30"},
    "Entitlement": {"end_date": "2027-12-31"},
}

RENEWAL: dict[str, Any] = {"end_date": "2028-12-31", "cases_per_entitlement": 40}
"""What is asked for when an entitlement is renewed for two years."""

TOP_UP: dict[str, Any] = {"amount": 10, "reference": "Order 4711"}
CORRECTION: dict[str, Any] = {"amount": -1, "reference": "Two cases were one"}

_COMPUTED: dict[str, dict[str, Any]] = {
    "Contract": {"status": "Active"},
    "Line": {"status": "Active"},
    "Asset": {"templates": ["pump-warranty"]},
    "Entitlement": {
        "status": "Active",
        "used_cases": 8,
        "remaining_cases": 12,
        "used_work_orders": None,
        "remaining_work_orders": None,
        "pinned_version": 3,
    },
}


def _told(name: str) -> dict[str, Any]:
    return {**DOCUMENTS[name], **_META, **_COMPUTED.get(name, {})}


CHANGE: dict[str, Any] = {
    "kind": "account",
    "id": "acme",
    "edition": 2,
    "at": "2026-03-02T09:05:00Z",
    "by": "maria",
    "door": "api",
    "verb": "change",
    "before": {"id": "acme", "tier": "Gold"},
    "after": {"id": "acme", "tier": "Platinum"},
}

_USE: dict[str, Any] = {
    "at": "2026-03-02T09:00:00Z",
    "kind": "use",
    "of": "case",
    "amount": 1,
    "by": "web form",
    "door": None,
    "record": "3K7Q9WZDD",
    "reference": None,
}
_TOPPED_UP: dict[str, Any] = {
    "at": "2026-03-02T09:05:00Z",
    "kind": "top_up",
    "of": "case",
    "amount": -10,
    "by": "maria",
    "door": "api",
    "record": None,
    "reference": "Order 4711",
}

EXAMPLES: dict[str, Any] = {
    **{f"Told{name}": _told(name) for name in DOCUMENTS},
    **{f"{name}Page": {"items": [_told(name)], "next": None} for name in DOCUMENTS},
    "LedgerPage": {"items": [_USE, _TOPPED_UP], "next": None},
    "MovedAllowance": {"entry": _TOPPED_UP, "used": -2, "remaining": 22},
    "AuditPage": {"items": [CHANGE], "next": None},
}

_ETAG = {"ETag": "The edition of the document; send it as If-Match."}

RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "renewEntitlement": (
        "ToldEntitlement",
        "The entitlement of the next term",
        {"Location": "The address of the document.", **_ETAG},
    ),
    "showLedger": ("LedgerPage", "One page of movements", {}),
    "topUpAllowance": ("MovedAllowance", "What was entered", {}),
    "correctAllowance": ("MovedAllowance", "What was entered", {}),
    "listChanges": ("AuditPage", "One page of changes", {}),
    **{f"list{name}s": (f"{name}Page", "One page of documents", {}) for name in DOCUMENTS},
    **{
        f"create{name}": (
            f"Told{name}",
            "Created",
            {"Location": "The address of the document.", **_ETAG},
        )
        for name in DOCUMENTS
    },
    **{f"show{name}": (f"Told{name}", "The document", _ETAG) for name in DOCUMENTS},
    **{
        f"change{name}": (f"Told{name}", "The document as it now stands", _ETAG)
        for name in DOCUMENTS
    },
    **{
        f"replace{name}": (f"Told{name}", "The document as it now stands", _ETAG)
        for name in DOCUMENTS
    },
    **{f"delete{name}": ("", "Deleted", {}) for name in DOCUMENTS},
}
