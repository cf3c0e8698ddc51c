"""An organisation in which everything happens at once: pauses, tiers, sequences, mails, a small allowance."""

from collections.abc import Iterator
from typing import Any

from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument

ALLOWANCE = 3
CUSTOMERS = {"sue@busy-ltd.example": "busy-ltd", "tom@calm-ltd.example": "calm-ltd"}
"""Sender to account; an allowance has the first alone."""

ENTITLEMENTS = {"busy-ltd": "support", "calm-ltd": "calm-support"}
TYPES = ("Reply", "Update", "Repair")
STATUSES = ("New", "Open", "Waiting on customer", "Closed")
PRIORITIES = ("Low", "High", "Critical")


def busy_organisation(edition: int = 1) -> Organisation:
    """The organisation of one edition: each later one gives other times and hours."""
    return organise([SourceDocument("busy.yaml", document) for document in _documents(edition)])


def _documents(edition: int) -> Iterator[dict[str, Any]]:
    yield {"kind": "settings", "name": "Busy", "zone": "UTC", "default_queue": "Desk"}
    for queue in ("Desk", "Second"):
        address = f"{queue.lower()}@busy.example"
        yield {"kind": "queue", "name": queue, "address": address}
    for user in ("alex", "bob"):
        yield {"kind": "user", "name": user, "email": f"{user}@busy.example"}
    yield {
        "kind": "mail_template",
        "name": "told",
        "subject": "{{case.number}}: {{milestone.name}}",
        "text": "{{milestone.name}} of {{case.number}}.",
    }
    yield {
        "kind": "calendar",
        "name": "Office",
        "zone": "Europe/Berlin",
        "week": {day: [["09:00", f"{16 + edition}:00"]] for day in ("mon", "tue", "wed")},
    }
    yield _process(edition)
    yield {
        "kind": "call_target",
        "name": "Pager",
        "type": "webhook",
        "url": "https://hooks.busy.example/in",
        "secret": "pager",
    }
    for sender, account in CUSTOMERS.items():
        yield from _customer(sender, account)


def _customer(sender: str, account: str) -> Iterator[dict[str, Any]]:
    yield {"kind": "account", "external_id": account, "name": account, "tier": account.upper()}
    yield {
        "kind": "contact",
        "external_id": sender.partition("@")[0],
        "account": account,
        "name": sender,
        "email": sender,
    }
    yield {
        "kind": "entitlement",
        "external_id": ENTITLEMENTS[account],
        "account": account,
        "name": "Support",
        "process": "Busy",
        "version": 1,
        **({"cases_per_entitlement": ALLOWANCE} if account == "busy-ltd" else {}),
    }


def _process(edition: int) -> dict[str, Any]:
    mail = [{"email": {"template": "told", "to": ["owner"]}}]
    call = [{"webhook": {"target": "Pager", "fields": ["account.tier"]}}]
    warn = {"name": "warn", "on": "warning", "before": "10m", "do": mail}
    breach = {"name": "breach", "on": "violation", "after": "0m", "do": mail}
    raised = {"name": "raise", "on": "violation", "after": "20m"}
    held = {"name": "held", "on": "warning", "at": "50%", "do": mail, "hold_until_open": True}
    return {
        "kind": "process",
        "name": "Busy",
        "on_reopen": "exclude_closed_time",
        "pause": _equals("status", "Waiting on customer"),
        "milestone_types": {"Update": {"recurrence": "sequential"}},
        "milestones": [
            {
                "milestone": "Reply",
                "within": f"{20 + 10 * edition}m",
                "complete": {"event": "first_public_reply"},
                "actions": [warn, breach, {"name": "thanks", "on": "success", "do": call}],
            },
            {
                "milestone": "Update",
                "within": "45m",
                "when": _equals("priority", "High, Critical"),
                "pauses": False,
                "actions": [{**breach, "if_late": "last_only"}],
            },
            {
                "milestone": "Repair",
                "within": "1h",
                "when": _equals("priority", "Critical"),
                "start": "criteria",
                "actions": [warn, breach],
            },
            {
                "milestone": "Repair",
                "within": "3h",
                "business_hours": "Office",
                "on_reopen": "resume",
                "complete": _equals("status", "Closed"),
                "actions": [
                    held,
                    {
                        **raised,
                        "do": [
                            {"escalate": {"queue": "Second", "priority": "Critical"}},
                            *call,
                        ],
                    },
                ],
            },
        ],
    }


def _equals(field: str, value: str) -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}
