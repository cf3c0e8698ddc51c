"""Examples of the configuration: what is put, and what is told."""

from typing import Any

_MILESTONE: dict[str, Any] = {
    "milestone": "First Response",
    "within": "60m",
    "complete": {"event": "first_public_reply"},
}

DOCUMENTS: dict[str, dict[str, Any]] = {
    "Calendar": {"zone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}},
    "Process": {"notes": "One hour to answer", "milestones": [_MILESTONE]},
    "MilestoneTypes": {
        "types": [{"name": "First Response", "description": "A person has answered."}]
    },
    "MailTemplate": {"subject": "{{case.number}}: received", "text": "We have it."},
    "CallTarget": {
        "type": "webhook",
        "url": "https://hooks.acme.example/milepost",
        "secret": "acme",
    },
    "Queue": {"members": ["alex"], "address": "tier1@acme.example"},
    "User": {"email": "alex@acme.example", "roles": ["agents"]},
    "Fields": {"fields": [{"name": "product_line", "type": "text"}]},
    "Settings": {"zone": "Europe/Berlin", "default_queue": "Tier 1"},
    "AssignmentRules": {"rules": [{"queue": "Tier 1"}]},
    "EntitlementRules": {"rules": [{"process": "Best effort"}]},
    "MilestoneRules": {
        "rules": [
            {
                "milestones": ["Resolution"],
                "on": ["waive"],
                "must": {
                    "items": [{"field": "priority", "operator": "not_equal", "value": "Critical"}]
                },
                "message": "A critical case is solved, not waived.",
            }
        ]
    },
}
"""What is asked for when one of each is put."""

ROW: dict[str, Any] = {
    "kind": "queue",
    "name": "Tier 1",
    "version": 2,
    "edition": 7,
    "created_at": "2026-03-02T09:00:00Z",
    "created_by": "maria",
    "changed_at": "2026-03-03T09:00:00Z",
    "changed_by": "maria",
    "document": {"kind": "queue", "name": "Tier 1", "members": ["alex"]},
}

_DRAFT: dict[str, Any] = {
    "name": "Gold support",
    "based_on": 3,
    "edition": 2,
    "created_at": "2026-03-02T09:00:00Z",
    "created_by": "maria",
    "changed_at": "2026-03-02T09:30:00Z",
    "changed_by": "maria",
    "document": {"name": "Gold support", "milestones": [{"milestone": "Reply", "within": "30m"}]},
    "faults": [],
    "warnings": [],
}
_DRAFT_LINE = {
    key: _DRAFT[key] for key in ("name", "based_on", "edition", "changed_at", "changed_by")
}
_VERSION = {"version": 3, "status": "default", "notes": "One hour to answer", "milestones": 1}

EXAMPLES: dict[str, Any] = {
    "VersionList": {"items": [_VERSION]},
    "ShownVersion": {
        "name": "Gold support",
        "version": 3,
        "status": "default",
        "document": {"kind": "process", "name": "Gold support", "version": 3},
        "entitlements": {"following": 2, "pinned": 80, "followers": ["acme-gold", "borealis-gold"]},
    },
    "ProcessDraft": _DRAFT,
    "DraftList": {"items": [_DRAFT_LINE]},
    "ConfigurationDocument": ROW,
    "ConfigurationPage": {"items": [ROW], "next": None},
}

_ETAG = {"ETag": "The edition of the document; send it as If-Match."}

RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    **{f"list{name}": ("ConfigurationPage", "One page of documents", {}) for name in DOCUMENTS},
    **{f"show{name}": ("ConfigurationDocument", "The document", _ETAG) for name in DOCUMENTS},
    **{f"put{name}": ("ConfigurationDocument", "The document", _ETAG) for name in DOCUMENTS},
    **{f"delete{name}": ("", "Deleted", {}) for name in DOCUMENTS},
    "listVersions": ("VersionList", "The versions", {}),
    "showVersion": ("ShownVersion", "The version", {}),
    "cloneVersion": ("ProcessDraft", "The draft", _ETAG),
    "makeDefault": ("ConfigurationDocument", "The process", _ETAG),
    "retireVersion": ("ConfigurationDocument", "The process", _ETAG),
    "listDrafts": ("DraftList", "The drafts", {}),
    "showDraft": ("ProcessDraft", "The draft", _ETAG),
    "putDraft": ("ProcessDraft", "The draft", _ETAG),
    "deleteDraft": ("", "Deleted", {}),
    "publishDraft": ("ConfigurationDocument", "The process", _ETAG),
}
