"""Examples of answers, which tests hold against the shapes."""

from typing import Any

from functions.api import (
    attachments,
    checklist,
    configuration_examples,
    directory_examples,
    job_examples,
    letters,
    mails,
    matching_examples,
)
from functions.api.portal import examples as portal_examples
from functions.api.problems import TITLES
from functions.api.simulation_example import SIMULATED

_MINUTE = 60


def _duration(minutes: int, text: str) -> dict[str, Any]:
    return {"seconds": minutes * _MINUTE, "text": text}


COMMENT: dict[str, Any] = {
    "order": 1,
    "at": "2026-03-02T14:20:00Z",
    "by": "bob",
    "door": "api",
    "public": False,
    "from_customer": False,
    "verified": True,
    "body": "Spare part ordered.",
    "mail": None,
}

REPLY: dict[str, Any] = {
    **COMMENT,
    "order": 2,
    "public": True,
    "body": "The part arrives **tomorrow**.",
    "mail": {
        "to": ["ann@acme.example"],
        "cc": [],
        "subject": "Re: Pump is leaking [4TZK-9MWX-A]",
        "html": "<p>The part arrives <strong>tomorrow</strong>.</p>\n",
        "files": [],
    },
}

TASK: dict[str, Any] = {
    "number": "4TZK-9MWXA",
    "id": "0.1.0.1",
    "subject": "Call Ann Ames about 4TZK-9MWXA",
    "owner": "bob",
    "queue": None,
    "milestone": "First Response",
    "occurrence": 1,
    "action": "warn",
    "made_at": "2026-03-02T14:30:00Z",
    "made_by": None,
    "due_at": "2026-03-02T15:00:00Z",
    "done_at": None,
    "done_by": None,
    "edition": 1,
}

EFFECT: dict[str, Any] = {
    "number": "4TZK-9MWXA",
    "effect": "4TZK-9MWXA.0.1.1.0",
    "kind": "webhook",
    "milestone": "First Response",
    "occurrence": 1,
    "action": "breach",
    "due_at": "2026-03-02T15:00:00Z",
    "at": "2026-03-02T17:07:30Z",
    "result": "parked",
    "attempts": 8,
    "to": ["Pager"],
    "detail": "HTTP 503",
}

MAIL_STATE: dict[str, Any] = {
    "address": "ann@acme.example",
    "state": "bounced",
    "at": "2026-03-02T14:20:07Z",
    "why": "General: smtp; 550 5.1.1 user unknown",
    "effect": "4TZK-9MWXA.received",
}

CASE: dict[str, Any] = {
    "number": "4TZK-9MWXA",
    "revision": 2,
    "record_type": "case",
    "subject": "Pump 3 has stopped",
    "description": "It stopped at 9:40 and does not start again.",
    "status": "New",
    "priority": "High",
    "owner": None,
    "queue": "Support",
    "origin": "web",
    "created_at": "2026-03-02T14:00:00Z",
    "changed_at": "2026-03-02T14:20:00Z",
    "as_of": "2026-03-02T14:30:00Z",
    "account": "acme",
    "contact": "ann",
    "asset": None,
    "product": None,
    "entitlement": "acme-gold",
    "verified": False,
    "supplied": {"name": "Ann Ames", "email": "ann@acme.example"},
    "follows": None,
    "mail_state": MAIL_STATE,
    "unknown": {"utm_source": "newsletter"},
    "fields": {"product_line": "Pumps"},
    "related": {"account.tier": "Gold"},
    "why_entitlement": {
        "by": "match",
        "no_entitlement": None,
        "because": "the contact's account has it",
        "matched_at": "2026-03-02T14:00:00Z",
        "counted": True,
        "warnings": [],
        "candidates": [
            {"entitlement": "acme-gold", "verdict": "chosen"},
            {"entitlement": "acme-trial", "verdict": "expired"},
        ],
    },
    "clock": {
        "process": {"name": "Gold support", "version": 3},
        "start": "2026-03-02T14:00:00Z",
        "exit": None,
        "roll_up": "compliant",
        "next_target": "2026-03-02T15:00:00Z",
        "paused": False,
        "pause_overdue": False,
        "stop": None,
    },
    "milestones": [
        {
            "milestone": "First Response",
            "occurrence": 1,
            "item": 0,
            "agreement": "sla",
            "outcome": "open",
            "paused": False,
            "violated": False,
            "waived": False,
            "waived_because": None,
            "start": "2026-03-02T14:00:00Z",
            "target": "2026-03-02T15:00:00Z",
            "completed_at": None,
            "violated_at": None,
            "ended_at": None,
            "ended_because": None,
            "allowed": _duration(60, "1h"),
            "elapsed": _duration(30, "30m"),
            "stopped": _duration(0, "0m"),
            "actual_elapsed": _duration(30, "30m"),
            "remaining": _duration(30, "30m"),
            "clock_elapsed": _duration(30, "30m"),
            "clock_remaining": _duration(30, "30m"),
            "calendar": "Office New York",
            "calendar_because": "process",
            "why_target": None,
            "actions": ["complete"],
        }
    ],
    "comments": [COMMENT],
    "watchers": [],
    "actions": ["change", "comment", "stop", "close", "accept", "watch"],
}

OPENED: dict[str, Any] = {
    "number": CASE["number"],
    "repeated": False,
    "entitlement": "acme-gold",
    "no_entitlement": None,
    "warnings": [],
}

CARD: dict[str, Any] = {
    "number": CASE["number"],
    "record_type": "case",
    "subject": CASE["subject"],
    "status": "New",
    "priority": "High",
    "owner": None,
    "queue": "Support",
    "account": "acme",
    "contact": "ann",
    "entitlement": "acme-gold",
    "no_entitlement": None,
    "roll_up": "compliant",
    "next_milestone": "First Response",
    "next_target": "2026-03-02T15:00:00Z",
    "paused": False,
    "created_at": "2026-03-02T14:00:00Z",
    "warnings": [],
}

TIMELINE_LINE: dict[str, Any] = {
    "at": "2026-03-02T15:00:00Z",
    "kind": "action",
    "text": "violation 'breach' fired",
    "who": "timer",
    "door": "timer",
    "milestone": "First Response",
    "occurrence": 1,
    "action": "breach",
    "due_at": "2026-03-02T15:00:00Z",
    "fired_at": "2026-03-02T15:00:02Z",
    "lateness_seconds": 2,
    "effect_id": None,
    "wake_source": "schedule",
    "result": "fired",
}

ME: dict[str, Any] = {
    "name": "bob",
    "roles": ["agents"],
    "permissions": ["read records", "open records"],
}

EXAMPLES: dict[str, Any] = {
    "Case": CASE,
    "Opened": OPENED,
    "CasePage": {"items": [CARD], "next": None},
    "TimelinePage": {"items": [TIMELINE_LINE], "next": None},
    "CommentPage": {"items": [COMMENT, REPLY], "next": None},
    "Task": TASK,
    "TaskPage": {"items": [TASK], "next": None},
    "MailState": MAIL_STATE,
    "Effect": EFFECT,
    "EffectPage": {"items": [EFFECT], "next": None},
    "Simulated": SIMULATED,
    **matching_examples.EXAMPLES,
    **portal_examples.EXAMPLES,
    **directory_examples.EXAMPLES,
    **configuration_examples.EXAMPLES,
    **checklist.EXAMPLES,
    **letters.EXAMPLES,
    **attachments.EXAMPLES,
    **mails.EXAMPLES,
    "Me": ME,
    **job_examples.EXAMPLES,
    "Description": {"openapi": "3.1.0"},
}
"""Each under the name of its shape."""

_ETAG = {"ETag": "The revision of the record; send it as If-Match."}
_ETAG_OF_TASK = {"ETag": "The edition of the task; it may be sent as If-Match."}
_CASE = ("Case", "The record as it now stands", _ETAG)

RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "openCase": ("Opened", "Opened", {"Location": "The address of the record.", **_ETAG}),
    "listCases": ("CasePage", "One page of records", {}),
    "showCase": ("Case", "The record", _ETAG),
    "changeCase": _CASE,
    "showTimeline": ("TimelinePage", "One page of the story", {}),
    "listComments": ("CommentPage", "One page of comments", {}),
    "commentOnCase": _CASE,
    "replyByMail": _CASE,
    **attachments.RESPONSES,
    **mails.RESPONSES,
    "completeMilestone": _CASE,
    "reopenMilestone": _CASE,
    "waiveMilestone": _CASE,
    "stopClock": _CASE,
    "resumeClock": _CASE,
    "closeCase": _CASE,
    "reopenCase": _CASE,
    "matchCase": _CASE,
    "acceptCase": _CASE,
    "listTasks": ("TaskPage", "The tasks", {}),
    "listMyTasks": ("TaskPage", "One page of open tasks", {}),
    "addTask": ("Task", "The task", _ETAG_OF_TASK),
    "changeTask": ("Task", "The task", _ETAG_OF_TASK),
    "finishTask": ("Task", "The task", _ETAG_OF_TASK),
    "reopenTask": ("Task", "The task", _ETAG_OF_TASK),
    "watchCase": _CASE,
    "unwatchCase": _CASE,
    "showMailState": ("MailState", "What is known", {}),
    "clearMailState": ("MailState", "What is known now", {}),
    "listParkedEffects": ("EffectPage", "One page of what was given up", {}),
    "redriveEffect": ("Effect", "The effect", {}),
    "simulateVersion": ("Simulated", "The life of the case", {}),
    "simulateDraft": ("Simulated", "The life of the case", {}),
    "recomputeCase": _CASE,
    **matching_examples.RESPONSES,
    **portal_examples.RESPONSES,
    **job_examples.RESPONSES,
    **directory_examples.RESPONSES,
    **configuration_examples.RESPONSES,
    "previewMailTemplate": ("PreviewedMail", "The words", {}),
    "showChecklist": ("Checklist", "The steps", {}),
    "showMe": ("Me", "You", {}),
    "describe": ("Description", "This document", {}),
}
"""Operation to example, description and headers of its success."""

_FAULTS = {
    "refused": [
        {"in": "body", "pointer": "/subject", "detail": "Field required", "code": "missing"}
    ],
}


def problem(status: int, kind: str) -> dict[str, Any]:
    """Make an example of a problem."""
    title = TITLES.get(kind, "Something went wrong")
    told: dict[str, Any] = {
        "type": f"urn:milepost:problem:{kind}",
        "title": title,
        "status": status,
        "detail": f"{title}.",
    }
    return {**told, "errors": _FAULTS[kind]} if kind in _FAULTS else told
