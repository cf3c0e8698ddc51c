"""Examples of bulk jobs, which tests hold against their shapes."""

from typing import Any

_COUNTS = {"items": 250, "changed": 249, "unchanged": 0, "failed": 1}
_CARD: dict[str, Any] = {
    "id": "5H2WNV8QX",
    "kind": "recompute",
    "parameters": {"calendar": "Office New York"},
    "reason": "Open until eight from April on",
    "status": "done",
    "cancelled_by": None,
    "cancelled_at": None,
    "asked_by": "maria",
    "asked_at": "2026-03-02T14:00:00Z",
    "ended_at": "2026-03-02T14:00:21Z",
    "why": None,
    "counts": _COUNTS,
}
_FAILURE = {"item": "7K2M9QXRD", "message": "The record names what does not exist."}
_MOVE = {
    "item": "3K7Q9WZDD",
    "what": "First Response",
    "before": "2026-03-03T15:00:00Z",
    "after": "2026-03-02T23:00:00Z",
}

EXAMPLES: dict[str, Any] = {
    "JobPreview": {
        "kind": "recompute",
        "parameters": {"calendar": "Office New York"},
        "items": 250,
        "complete": True,
        "sample": [_MOVE],
    },
    "Job": {**_CARD, "failures": [_FAILURE]},
    "JobPage": {"items": [_CARD], "next": None},
}

RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "previewJob": ("JobPreview", "What the job would do", {}),
    "startJob": ("Job", "Started", {"Location": "The address of the job."}),
    "listJobs": ("JobPage", "One page of jobs", {}),
    "showJob": ("Job", "The job", {}),
    "cancelJob": ("Job", "The job", {}),
}
"""Operation to example, description and headers of its success."""
